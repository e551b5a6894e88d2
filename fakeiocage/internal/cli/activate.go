package cli

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// activate marks a pool. Without a name it prints the marked pool. A name with
// a blank makes the original's test fail and counts as none.
func activate(c *call, words []string) (int, error) {
	return c.changeHost(func(h *host.Host) int {
		if name := c.poolName(words); name != "" {
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

// poolName returns the name of a pool in the first word, or "". The original's
// test fails on several names in one word.
func (c *call) poolName(words []string) string {
	word, _ := first(words)
	switch names := strings.Fields(word); len(names) {
	case 0:
		return ""
	case 1:
		return names[0]
	default:
		c.say.To(host.Raw, "[: "+names[0]+": unexpected operator")
		return ""
	}
}

func statusOf(done bool) int {
	if done {
		return 0
	}
	return 1
}
