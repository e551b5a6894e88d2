package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// df prints the space of every jail. It ignores its words.
func df(c *call, p *host.Pool, _ []string) int {
	const row = "%-36s  %-6s  %-5s  %-5s  %-5s  %-5s %s\n"
	c.out.Printf(row, "UUID", "CRT", "RES", "QTA", "USE", "AVA", "TAG")
	for _, j := range p.In(host.JailsPlace) {
		c.out.Printf(row, j.Raw("host_hostuuid"), j.Raw("compressratio"), j.Raw("reservation"),
			j.Raw("quota"), j.Raw("used"), j.Raw("available"), j.Raw("tag"))
	}
	return 0
}
