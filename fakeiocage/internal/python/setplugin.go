package python

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/pyjson"
)

// A changing is a change of a setting by the plugin's own program.
type changing struct {
	keys, value string
	command     []string
	restart     []string // restarts the plugin; nil: it is not restarted
	up          bool
}

// setPlugin changes a setting of a plugin, and restarts it if the setting is
// described so. What the plugin's programs write is dropped (ioc_json.py,
// json_plugin_set_value).
func (c *call) setPlugin(word, property string) error {
	var ch changing
	find := func(p *host.Pool) (named, error) { return c.findToSet(p, word, property) }
	err := c.look(func(p *host.Pool) error {
		j, err := find(p)
		if err == nil {
			ch, err = c.changingOf(j, property)
		}
		return err
	})
	if err != nil {
		return err
	}
	if ch.up {
		c.print("Command output:")
	}
	if _, err := c.runPlugin(find, ch.command); err != nil {
		return err
	}
	if ch.restart != nil {
		c.print("\n-- Restarting service --\nCommand output:")
		if _, err := c.runPlugin(find, ch.restart); err != nil {
			return err
		}
	}
	c.printf("\nKey: %s has been updated to %s", ch.keys, ch.value)
	return nil
}

// changingOf returns the change that KEY.KEY=VALUE asks for.
func (c *call) changingOf(j named, property string) (changing, error) {
	settings, err := j.pluginSettings()
	if err != nil {
		return changing{}, err
	}
	var programs [3]pyjson.Value
	for i, name := range []string{"serviceset", "servicerestart", "options"} {
		if programs[i], err = member(settings, name); err != nil {
			return changing{}, err
		}
	}
	ch := changing{up: j.Up()}
	ch.keys, ch.value, _ = strings.Cut(property, "=")
	keys := withoutOptions(strings.Split(ch.keys, "."))
	ch.command = pluginCommand(programs[0].Text(), strings.Join(keys, ","), ch.value)
	restart, readOnly, err := optionOf(programs[2], keys)
	switch {
	case err != nil:
		return ch, err
	case readOnly:
		c.print("This key is readonly!")
		return ch, exit(1, "")
	case restart:
		ch.restart = strings.Fields(programs[1].Text())
	}
	return ch, nil
}

// optionOf returns what the description of a setting says: that the plugin is to
// be restarted, and that the setting cannot be changed. The second counts only
// if the first is there.
func optionOf(options pyjson.Value, keys []string) (restart, readOnly bool, err error) {
	option := options
	for _, key := range keys {
		inner, found, err := indexed(option, key)
		switch {
		case err != nil:
			return false, false, err
		case !found:
			return false, false, noKey(key)
		}
		option = inner
	}
	if len(keys) == 0 || !option.True() {
		return false, false, nil
	}
	value, found, err := indexed(option, "requirerestart")
	if err != nil || !found {
		return false, false, err
	}
	fixed, _ := option.Get("readonly")
	return value.True(), fixed.True(), nil
}
