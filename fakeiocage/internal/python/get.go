package python

import (
	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

func getOptions() []click.Option {
	return []click.Option{
		{Key: "script", Names: []string{"--header", "-h", "-H"}, Help: "Print lines with tabs, without a heading."},
		{Key: "recursive", Names: []string{"--recursive", "-r"}, Help: "Print one property of all jails."},
		{Key: "plugin", Names: []string{"--plugin", "-P"}, Help: "Print a setting of a plugin: KEY.KEY."},
		{Key: "all", Names: []string{"--all", "-a"}, Help: "Print all properties of a jail."},
		{Key: "pool", Names: []string{"--pool", "-p"}, Help: "Print the active pool."},
	}
}

// get prints a property of a jail, one of all jails, or the active pool
// (cli/get.py).
func get(c *call, values click.Values) error {
	name, word := values.Argument("prop"), values.Argument("jail")
	if values.Has("all") {
		name, word = "all", name
	}
	if values.Has("plugin") && !values.Has("pool") && !values.Has("recursive") && word != "" && name != "state" {
		return c.getPlugin(word, name)
	}
	return c.look(func(p *host.Pool) error {
		err := c.refuseDisorder(p)
		switch {
		case err != nil:
			return err
		case values.Has("pool"):
			c.print(p.Name)
			return nil
		case values.Has("recursive"):
			return c.getEverywhere(p, name, values.Has("script"))
		case word == "":
			c.print("Usage: iocage get [OPTIONS] PROP JAIL\nMissing argument \"jail\".")
			return exit(1, "")
		}
		j, err := c.findOf(p, word)
		if err != nil {
			return err
		}
		if name == "fstab" {
			return c.getFstab(p, j, values.Has("script"))
		}
		return c.getOne(p, j, name)
	})
}

// getOne prints a property of one jail, or all of them.
func (c *call) getOne(p *host.Pool, j named, name string) error {
	if name == "all" {
		for _, name := range names() {
			c.print(name + ":" + j.value(name))
		}
		return nil
	}
	value, known := j.property(p, name)
	if !known {
		return c.invalid(name)
	}
	c.print(value)
	return nil
}

// property returns the value that get prints; known is false if jails do not
// have the property.
func (j named) property(p *host.Pool, name string) (value string, known bool) {
	switch {
	case name == "state":
		return j.state(), true
	case name == "pool":
		return p.Name, true
	case !knows(name):
		return "", false
	}
	value = j.value(name)
	if name == "last_started" && value == "none" {
		value = "never"
	}
	return value, true
}

func (c *call) invalid(name string) error {
	c.print(name + " is not a valid property!")
	return exit(1, "")
}

// getEverywhere prints one property of every jail and template.
func (c *call) getEverywhere(p *host.Pool, name string, script bool) error {
	all, err := namedJails(p)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, j := range all {
		if name == "all" {
			for _, each := range names() {
				rows = append(rows, []string{j.UUID(), j.name, each + ":" + j.value(each)})
			}
			continue
		}
		value, known := j.property(p, name)
		if !known {
			return c.invalid(name)
		}
		rows = append(rows, []string{j.UUID(), j.name, value})
	}
	c.printRows([]string{"UUID", "TAG", "PROP - " + name}, rows, script)
	return nil
}
