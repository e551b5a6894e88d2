package cli

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// snapshot makes a snapshot of a jail's root, or with -r of all its
// filesystems. Without a name it uses the time (measured: snapshot).
func snapshot(c *call, p *host.Pool, words []string) int {
	word, rest := first(words)
	if word == "-f" {
		word, rest = first(rest)
	}
	extent := host.RootOnly
	if word == "-r" {
		extent = host.Recursive
		word, _ = first(rest)
	}
	name, snap := snapshotOf(word)
	j := c.quietlyNamed(p, name, host.MissingJail)
	if j == nil {
		return 1
	}
	if begin, _, blank := strings.Cut(snap, " "); blank {
		c.say.To(host.Raw, "[: "+begin+": unexpected operator")
		snap = ""
	}
	if snap == "" {
		snap = "ioc-" + c.now.Format("2006-01-02_15:04:05")
	}
	objections := j.TakeSnapshot(snap, extent, c.now)
	c.say.All(objections)
	return host.StatusOf(objections)
}
