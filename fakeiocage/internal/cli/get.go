package cli

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/render"
	"github.com/sysadm-go/sysadm/schemas/prop"
)

// get prints one property or all properties of a jail. With -r it prints one
// property of every dataset that can be addressed.
func get(c *call, p *host.Pool, words []string) int {
	property, rest := first(words)
	name, _ := first(rest)
	if name == "" {
		c.say.To(host.MissingToGet)
		return 1
	}
	switch property {
	case "-r":
		return getEverywhere(c, p, name)
	case "":
		c.say.To(host.BadGetSyntax)
		return 1
	}
	jails := c.findAll(p, name, host.JailNotFound)
	if len(jails) == 0 {
		return 1
	}
	text, ok := c.values(strings.TrimSpace(property), jails)
	if !ok {
		c.say.To(host.CannotGet, property)
		return 1
	}
	c.out.Printf("%s\n", text)
	return 0
}

func getEverywhere(c *call, p *host.Pool, property string) int {
	rows := []string{"UUID^TAG^" + property}
	for _, j := range p.Candidates() {
		text, ok := c.values(property, []*host.Jail{j})
		if !ok {
			c.say.To(host.CannotGet, property)
		}
		row := j.Raw("host_hostuuid") + render.Cell + j.Tag() + render.Cell + text
		rows = append(rows, row)
		if j.Data { // a dataset of its own, which inherits the properties
			rows = append(rows, row)
		}
	}
	c.out.Printf("%s", render.Table(rows))
	return 0
}

// values returns the output of get for a property, one line for each jail,
// without the final newline. It returns false for an unknown property.
func (c *call) values(property string, jails []*host.Jail) (string, bool) {
	switch property {
	case "all":
		return c.all(jails), true
	case "state":
		if len(jails) > 1 { // the original asks jls(8) for one jail with all their names
			return "down", true
		}
		return render.State(jails[0]), true
	}
	if _, known := prop.Find(property); !known {
		return "", false
	}
	if len(jails) == 1 {
		return jails[0].Get(property), true
	}
	return lines(jails, func(j *host.Jail) string { return j.Raw(property) }), true
}

// all returns all properties in the order in which they are printed. The native
// ones come last, in dialects that print them.
func (c *call) all(jails []*host.Jail) string {
	var custom, native []string
	for _, p := range prop.Table {
		line := p.Name + ":" + lines(jails, func(j *host.Jail) string { return j.RawOf(p) })
		if p.Group == prop.ZFS {
			native = append(native, line)
		} else {
			custom = append(custom, line)
		}
	}
	if c.dialect.GetAllPrintsZFS {
		custom = append(custom, native...)
	}
	return strings.Join(custom, "\n")
}

func lines(jails []*host.Jail, value func(*host.Jail) string) string {
	values := make([]string, len(jails))
	for i, j := range jails {
		values[i] = value(j)
	}
	return strings.Join(values, "\n")
}
