package cli

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/schemas/prop"
)

// capJail applies the resource limits of a jail. Without a jail the original
// continues, prints all variables of its shell and succeeds (measured: cap).
func capJail(c *call, p *host.Pool, words []string) int {
	name, _ := first(words)
	if j := c.quietlyNamed(p, name, host.MissingJail); j != nil {
		j.ApplyLimits(c.say)
		return 0
	}
	c.out.Printf("%s", variables(c, p))
	if name == "" {
		c.missProperties(1)
	} else {
		c.findAll(p, name, host.JailNotFound)
	}
	c.say.To(host.Raw, "[: ==: unexpected operator")
	return 0
}

// groups are the original's lists of property names.
var groups = []struct {
	variable string
	group    prop.Group
}{
	{"CONF_CUSTOM", prop.Custom}, {"CONF_FTP", prop.FTP}, {"CONF_GIT", prop.Git}, {"CONF_JAIL", prop.Jail},
	{"CONF_NET", prop.Net}, {"CONF_RCTL", prop.Rctl}, {"CONF_SYNC", prop.Sync}, {"CONF_ZFS", prop.ZFS},
}

// variables lists those variables of the shell that tell a user something: the
// lists of property names, then the built-in values.
func variables(c *call, p *host.Pool) string {
	var b strings.Builder
	for _, g := range groups {
		var names []string
		for _, property := range prop.Table {
			if property.Group == g.group {
				names = append(names, property.Name)
			}
		}
		indent := "\n" + strings.Repeat(" ", len(g.variable)+2)
		b.WriteString(g.variable + "='" + strings.Join(names, indent) + "'\n")
	}
	for _, property := range prop.Table {
		if !property.NoDefault {
			b.WriteString(property.Name + "='" + builtin(c, p, property) + "'\n")
		}
	}
	b.WriteString("iocroot=" + p.Root() + "\npool=" + p.Name + "\n")
	return b.String()
}
