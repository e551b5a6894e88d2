package python

import (
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/pyjson"
)

// A plugin has a file settings.json. It names the programs that read
// (serviceget) and change (serviceset) its settings, and restart it
// (servicerestart), and describes the settings (options).

// pluginSettings reads that file (ioc_json.py, json_plugin_load).
func (j jail) pluginSettings() (pyjson.Value, error) {
	if j.Settings == "" {
		return pyjson.Value{}, refusef("No settings.json exists in %s/%s/plugin!", j.Pool().Root(), j.Below())
	}
	return pyjson.Parse(j.Settings)
}

// need raises an exception unless the settings have all these members.
func need(settings pyjson.Value, names ...string) error {
	for _, name := range names {
		if _, found := settings.Get(name); !found {
			return raise("KeyError", "'"+name+"'")
		}
	}
	return nil
}

// textOf is the text of a member that is there.
func textOf(settings pyjson.Value, name string) string {
	value, _ := settings.Get(name)
	return value.Text()
}

// follow goes from object to object along the keys. n is the number of keys that
// led on: all, if none is missing.
func follow(value pyjson.Value, keys []string) (inner pyjson.Value, n int, err error) {
	for n, key := range keys {
		inner, found, err := indexed(value, key)
		if err != nil || !found {
			return inner, n, err
		}
		value = inner
	}
	return value, len(keys), nil
}

// indexed is the member of a value, as Python indexes it with a text. found is
// false if it is an object without the member.
func indexed(value pyjson.Value, name string) (inner pyjson.Value, found bool, err error) {
	if inner, found = value.Get(name); found || value.IsObject() {
		return inner, found, nil
	}
	switch kind := value.Type(); kind {
	case "str":
		return inner, false, raise("TypeError", "string indices must be integers")
	case "list":
		return inner, false, raise("TypeError", "list indices must be integers or slices, not str")
	default:
		return inner, false, raise("TypeError", "'"+kind+"' object is not subscriptable")
	}
}

func noKey(key string) error { return refusef(`Key: "%s" does not exist!`, key) }

// withoutOptions are the keys as the programs of a plugin get them: the first
// one does not count if one of them is "options".
func withoutOptions(keys []string) []string {
	if slices.Contains(keys, "options") {
		return keys[1:]
	}
	return keys
}

// pluginCommand is a command of a plugin: commas separate its words.
func pluginCommand(parts ...string) []string { return strings.Split(strings.Join(parts, ","), ",") }

// enterPlugin is enter for a plugin, under its tag. It runs only among the
// jails: the program does not find the folder of a template.
func (c *call) enterPlugin(find finder) (*host.Userland, error) {
	return c.enter(func(p *host.Pool) (named, error) {
		j, err := find(p)
		switch {
		case err != nil:
			return j, err
		case j.Place == host.TemplatesPlace:
			return j, raise("UnboundLocalError", "local variable 'uuid' referenced before assignment")
		case !c.env.Root() && !j.Up():
			return j, refuse("  jail: jail_set: Operation not permitted\n")
		}
		return named{j.Tag(), j.jail}, nil
	}, false)
}

// runPlugin runs a command of the plugin in its jail, and returns what it writes
// to stdout. Only root can enter a jail; for others it writes nothing.
func (c *call) runPlugin(find finder, command []string) (string, error) {
	inside, err := c.enterPlugin(find)
	if err != nil || !c.env.Root() {
		return "", err
	}
	return inside.Exec("root", command, c.input()).Stdout, nil
}
