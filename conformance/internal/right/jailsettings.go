package right

import (
	"maps"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/prop"
)

func (h *host) getDefaultSettings(style, object) object {
	return object{"defaults": maps.Clone(h.defaults)}
}

// getJailSettings answers the requests that name a property, and the one that
// names a jail alone.
func (h *host) getJailSettings(s style, args object) object {
	jail, oneJail := args["jail"].(string)
	property, oneProperty := args["prop"].(string)
	switches, _ := args["switches"].(string)
	p, known := prop.Find(property)
	switch {
	case !h.edition.SettingsByProperty || oneJail && switches == "" && (!oneProperty || property == "all"):
		return h.allSettings(s, args)
	case switches != "" && switches != "-r", oneJail && switches != "":
		return refusal("bad switches")
	case !oneProperty || !oneJail && switches == "":
		return refusal(missingKeys)
	case oneJail && h.find(jail) == nil:
		return h.allSettings(s, args)
	case !known:
		return refusal("unsupported property: %s!", property)
	case oneJail:
		return object{jail: shown(s, object{property: h.find(jail).settings[p.Name]})}
	}
	return h.everySetting(property, p.Name)
}

// allSettings are those of one jail. In a name with a bracket the original's grep
// saw a pattern.
func (h *host) allSettings(s style, args object) object {
	name, _ := args["jail"].(string)
	if s.lossy && name[:min(1, len(name))] != "-" && strings.ContainsAny(name, "([") {
		return object{name: object{"grep": " Unmatched ("}, "error": "  ERROR: jail " + name + " not found!"}
	}
	return h.ofJail(s, args, func(j *jail) object { return shown(s, j.settings) })
}

// everySetting is one property of every jail, under the name it was asked by.
func (h *host) everySetting(asked, property string) object {
	every := object{}
	for _, j := range h.jails {
		every[j.uuid] = object{"TAG": j.tag, asked: j.settings[property]}
	}
	return every
}

// shown are settings as a style tells them.
func shown(s style, settings object) object {
	view := maps.Clone(settings)
	for name, value := range view {
		if s.cut {
			view[name], _, _ = strings.Cut(value.(string), ":")
		}
	}
	return view
}
