package cli

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// activate marks a pool. Without a name it prints the marked pool. A name with
// a blank makes the original's test fail and counts as none.
func activate(c *call, words []string) (int, error) {
	name, _ := first(words)
	return c.changeHost(func(h *host.Host) int {
		if begin, _, blank := strings.Cut(name, " "); blank {
			defer c.say.To(host.Raw, "[: "+begin+": unexpected operator")
		} else if name != "" {
			return statusOf(h.Activate(name, c.say))
		}
		p := h.FindPool(c.by, c.say)
		if p == nil {
			return 1
		}
		c.out.Printf("pool: %s\n", p.Name)
		return 0
	})
}

func statusOf(done bool) int {
	if done {
		return 0
	}
	return 1
}
