package python

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

func setOptions() []click.Option {
	return []click.Option{{Key: "plugin", Names: []string{"--plugin", "-P"}, Help: "Set a setting of a plugin: KEY.KEY=VALUE."}}
}

// set gives a property of a jail a value (cli/set.py). All words but the last
// are one property.
func set(c *call, values click.Values) error {
	word, property := values.Argument("jail"), values.Argument("prop")
	if values.Has("plugin") && word != "default" {
		return c.setPlugin(word, property)
	}
	return c.change(func(p *host.Pool) error {
		if word == "default" {
			return c.setDefault(p, property)
		}
		j, err := c.findToSet(p, word, property)
		if err != nil {
			return err
		}
		name, value, _ := strings.Cut(property, "=")
		if !knows(name) {
			return c.invalid(name)
		}
		return c.setOn(j, name, value)
	})
}

// findToSet is findOf for set, which lets two jails have one tag.
func (c *call) findToSet(p *host.Pool, word, property string) (named, error) {
	all, err := suspects(p, word)
	if err != nil {
		return named{}, err
	}
	j, err := c.find(all, word)
	if err != nil {
		return named{}, err
	}
	return j, c.refuseKind(j, property)
}

// refuseKind refuses to make a jail of a jail, and a template of a template.
func (c *call) refuseKind(j named, property string) error {
	name, _, _ := strings.Cut(property, "=")
	isTemplate := j.Place == host.TemplatesPlace
	switch {
	case !strings.Contains(name, "template"):
		return nil
	case isTemplate && property != "template=no":
		c.printf("%s (%s) is already a template!", j.UUID(), j.name)
	case !isTemplate && property != "template=yes":
		c.printf("%s (%s) is already a jail!", j.UUID(), j.name)
	default:
		return nil
	}
	return exit(1, "")
}

// setOn sets a property that jails have (ioc_json.py, json_set_value).
func (c *call) setOn(j named, name, value string) error {
	switch name {
	case "tag":
		c.retag(j.jail, value)
	case "template":
		if err := c.convert(j.jail, value); err != nil {
			return err
		}
	}
	if err := j.give(name, value, true); err != nil {
		return err
	}
	c.printf("Property: %s has been updated to %s", name, value)
	return nil
}

// give sets a property of the jail that is allowed to have the value. The tag
// was set before.
func (j jail) give(name, value string, byUser bool) error {
	if host.IsNative(name) {
		return j.setNative(name, value)
	}
	if why := checkValue(name, value, byUser); why != "" {
		return refuse(why)
	}
	if name != "tag" {
		j.Set(name, value)
	}
	return nil
}

// setNative sets a property of zfs.
func (j jail) setNative(name, value string) error {
	if name == "quota" && value != "none" && !strings.ContainsAny(lastOf(strings.ToUpper(value)), "MGT") {
		return refuse(value + " should have a suffix ending in M, G, or T.")
	}
	if why := j.SetNative(name, value); why != "" {
		return raise("libzfs.ZFSException", why)
	}
	return nil
}

func lastOf(text string) string { return text[max(0, len(text)-1):] }

// retag gives the jail a tag. If a jail has it already, even itself, it gets the
// time as its tag (ioc_create.py, create_link).
func (c *call) retag(j jail, tag string) {
	if owner := j.Pool().TagOwner(tag); owner != nil {
		time := c.stampTag(j.Pool())
		c.printf("\n  tag: \"%s\" in use by %s!\n  Renaming %s's tag to %s.\n", tag, owner.Name, j.UUID(), time)
		tag = time
	}
	j.TakeTag(tag)
}

// convert makes a template of a jail. The other way does not work in this
// version: it looks for the template among the jails.
func (c *call) convert(j jail, value string) error {
	if j.Up() {
		return refusef("%s (%s) is running.\nPlease stop it first!", j.UUID(), j.Tag())
	}
	if value == "no" {
		return raise("libzfs.ZFSException", "Dataset "+j.Pool().Name+"/iocage/jails/"+j.UUID()+" not found")
	}
	if why := j.ToTemplates(); why != "" {
		return raise("libzfs.ZFSException", why)
	}
	c.printf("%s (%s) converted to atemplate.", j.UUID(), j.Tag())
	return nil
}
