package cli

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// clone makes a jail that shares its blocks with another. The name comes first.
func clone(c *call, p *host.Pool, words []string) int {
	props, status := c.properties(words)
	if status != 0 {
		return status
	}
	word, _ := first(words)
	switch _, value, _ := strings.Cut(word, "="); {
	case word == "" || word[0] == '@':
		c.say.To(host.MissingName)
		return 1
	case value != "":
		c.say.To(host.NameFirst)
		return 1
	}
	name, snap := snapshotOf(word)
	source := c.find(p, name, host.JailNotFound)
	if source == nil {
		p.Find(name, c.say) // the original looks twice, so the error appears twice
		return 1
	}
	if snap != "" {
		return source.CloneSnapshot(snap, props, c.moment, c.say)
	}
	start, status := source.Clone(props, c.moment, c.say)
	if start != nil {
		status, _ = start.Start(false, c.moment, c.say)
	}
	return status
}
