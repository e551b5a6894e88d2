package python

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/pyjson"
)

// getPlugin prints a setting of a plugin: what the plugin's own program says of
// one key, or a part of the description of the settings, which must be an object
// (ioc_json.py, json_plugin_get_value).
func (c *call) getPlugin(word, name string) error {
	var text string
	var command []string
	find := func(p *host.Pool) (named, error) { return c.findOf(p, word) }
	err := c.look(func(p *host.Pool) error {
		j, err := find(p)
		if err == nil {
			text, command, err = j.askPlugin(strings.Split(name, "."))
		}
		return err
	})
	if err == nil && command != nil {
		text, err = c.runPlugin(find, command)
	}
	if err == nil {
		text, err = decoded(text)
	}
	if err != nil {
		return err
	}
	c.print(text)
	return nil
}

// askPlugin returns a part of the description of the settings, or the command
// that prints the value of the key.
func (j named) askPlugin(keys []string) (text string, command []string, err error) {
	settings, err := j.pluginSettings()
	if err != nil {
		return "", nil, err
	}
	asked := withoutOptions(keys)
	switch err := need(settings, "serviceget"); {
	case err != nil:
		return "", nil, err
	case keys[0] == "all":
		return settings.JSON(4), nil, nil
	case len(asked) <= 1:
		return "", pluginCommand(textOf(settings, "serviceget"), strings.Join(asked, ",")), nil
	}
	text, err = described(settings, keys)
	return text, nil, err
}

// described is the object that the keys lead to.
func described(settings pyjson.Value, keys []string) (string, error) {
	value, n, err := follow(settings, keys)
	switch {
	case err != nil:
		return "", err
	case n < len(keys):
		return "", noKey(strings.Join(keys, "."))
	case !value.IsObject():
		return "", undecodable(value)
	}
	return value.JSON(4), nil
}

// undecodable is the exception of a value that is no object: the program takes
// it for what a command printed.
func undecodable(value pyjson.Value) error {
	kind := value.Type()
	if kind != "str" && kind != "list" {
		return raise("TypeError", "'"+kind+"' object is not subscriptable")
	}
	if !value.True() {
		return raise("IndexError", map[string]string{"str": "string", "list": "list"}[kind]+" index out of range")
	}
	if first, found := value.First(); found {
		kind = first.Type()
	}
	return raise("AttributeError", "'"+kind+"' object has no attribute 'decode'")
}
