package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// push needs git, which is not installed on the imitated host.
func push(c *call, _ *host.Pool, _ []string) int {
	c.say.To(host.GitMissing)
	return 1
}
