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
	restart     []string // restarts the plugin
	restarts    bool     // it is restarted
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
	if err := c.runChange(find, ch); err != nil {
		return err
	}
	c.printf("\nKey: %s has been updated to %s", ch.keys, ch.value)
	return nil
}

// runChange runs the plugin's programs. One that is down gets its heading when it
// is started.
func (c *call) runChange(find finder, ch changing) error {
	if ch.up {
		c.print("Command output:")
	}
	_, err := c.runPlugin(find, ch.command)
	if err != nil || !ch.restarts {
		return err
	}
	c.print("\n-- Restarting service --\nCommand output:")
	_, err = c.runPlugin(find, ch.restart)
	return err
}

// changingOf returns the change that KEY.KEY=VALUE asks for.
func (c *call) changingOf(j named, property string) (changing, error) {
	settings, err := j.pluginSettings()
	if err != nil {
		return changing{}, err
	}
	if err := need(settings, "serviceset", "servicerestart", "options"); err != nil {
		return changing{}, err
	}
	ch := changing{up: j.Up(), restart: strings.Fields(textOf(settings, "servicerestart"))}
	ch.keys, ch.value, _ = strings.Cut(property, "=")
	keys := withoutOptions(strings.Split(ch.keys, "."))
	ch.command = pluginCommand(textOf(settings, "serviceset"), strings.Join(keys, ","), ch.value)
	options, _ := settings.Get("options")
	readOnly := false
	if ch.restarts, readOnly, err = optionOf(options, keys); readOnly {
		c.print("This key is readonly!")
		err = exit(1, "")
	}
	return ch, err
}

// optionOf returns what the description of a setting says: that the plugin is to
// be restarted, and that the setting cannot be changed. The second counts only
// if the first is there.
func optionOf(options pyjson.Value, keys []string) (restart, readOnly bool, err error) {
	option, n, err := follow(options, keys)
	switch {
	case err != nil:
		return false, false, err
	case n < len(keys):
		return false, false, noKey(keys[n])
	case n == 0, !option.True():
		return false, false, nil
	}
	value, found, err := indexed(option, "requirerestart")
	if err != nil || !found {
		return false, false, err
	}
	fixed, _ := option.Get("readonly")
	return value.True(), fixed.True(), nil
}
