package cli

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// upgrade moves a jail to another release: that of release=, or else the
// machine's (measured: upgrade).
func upgrade(c *call, p *host.Pool, words []string) int {
	props, status := c.properties(words)
	if status != 0 {
		return status
	}
	name, _ := first(words)
	found, ok := c.datasets(p, name)
	if !ok {
		return 1
	}
	if c.uuidOf(p, name) == "" || len(found) == 0 {
		c.missProperties(2)
		if name == "" {
			c.say.To(host.MissingUUID)
		} else {
			c.say.To(host.NotFound, name)
		}
		return 1
	}
	release := released(p.Host().Release())
	for _, property := range props {
		if property.Name == "release" && property.Value != "" {
			release = property.Value
		}
	}
	if !p.Installed(release) {
		c.say.To(host.NoSuchRelease, release)
		return 1
	}
	return found[0].Upgrade(name, release, c.moment, c.say)
}

// released returns the release to which a development system belongs: CURRENT
// or STABLE, and all that follows, become RELEASE.
func released(system string) string {
	for _, branch := range []string{"CURRENT", "STABLE"} {
		if before, _, found := strings.Cut(system, branch); found {
			return before + "RELEASE"
		}
	}
	return system
}
