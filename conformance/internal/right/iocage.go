package right

import (
	"fmt"
	"maps"
	"strings"
)

// run answers the actions of sysadm/iocage in a style.
func (h *host) run(s style) func(string, object) (object, int) {
	return func(action string, args object) (object, int) {
		if !h.edition.Offers(action) {
			return nil, 400
		}
		for _, key := range []string{"jail", "pool", "prop", "props", "switches", "user", "command"} {
			if value, given := args[key]; given {
				if _, isText := value.(string); !isText {
					return nil, 400
				}
			}
		}
		if answer, ok := h.young(s, action, args); ok {
			return answer, 200
		}
		switch action {
		case "listjails":
			return h.list(), 200
		case "getdefaultsettings":
			return object{"defaults": maps.Clone(h.defaults)}, 200
		case "activatepool", "deactivatepool":
			return h.pool(s, action, args), 200
		}
		return h.one(s, action, args), 200
	}
}

func (h *host) list() object {
	rows := object{}
	for _, j := range h.jails {
		row := object{"boot": j.settings["boot"], "jid": "-", "state": j.state(), "tag": j.tag, "type": j.settings["type"]}
		if h.edition.ListsIP4 {
			row["ip4"] = j.addresses()
		}
		if j.jid > 0 {
			row["jid"] = fmt.Sprint(j.jid)
		}
		rows[j.uuid] = row
	}
	return rows
}

// one answers the actions that name a jail.
func (h *host) one(s style, action string, args object) object {
	name, given := args["jail"].(string)
	if !given {
		return object{"error": "Missing required keys"}
	}
	j := h.find(name)
	switch {
	case s.lossy && (name == "" || name[0] == '-'):
		return object{name: object{}}
	case s.lossy && strings.ContainsAny(name, "([") && action == "getjailsettings":
		return object{name: object{"grep": " Unmatched ("}, "error": "  ERROR: jail " + name + " not found!"}
	case j == nil && s.underJail:
		return object{name: object{"ERROR": " " + name + " not found!"}}
	case j == nil:
		return object{"error": name + " not found!"}
	case action == "getjailsettings":
		return object{name: shown(s, j.settings)}
	}
	return object{name: h.change(action, j)}
}

func shown(s style, settings object) object {
	view := maps.Clone(settings)
	for name, value := range view {
		if s.cut {
			view[name], _, _ = strings.Cut(value.(string), ":")
		}
	}
	return view
}

// change starts or stops a jail.
func (h *host) change(action string, j *jail) object {
	who := j.uuid + " (" + j.tag + ")"
	switch {
	case action == "startjail" && j.jid > 0:
		return object{"INFO": " " + who + " is already up"}
	case action == "stopjail" && j.jid == 0:
		return object{"INFO": " " + who + " is already down"}
	case action == "startjail":
		h.lastJID++
		j.jid = h.lastJID
		return lines("* Starting "+who, "+ Started (shared IP mode) OK", "+ Starting services OK")
	}
	j.jid = 0
	return lines("* Stopping "+who, "+ Running pre-stop OK", "+ Stopping services OK", "+ Removing jail process OK", "+ Running post-stop OK")
}

func lines(text ...string) object {
	m := object{}
	for _, line := range text {
		name, value, _ := strings.Cut(line, ":")
		m[name] = value
	}
	return m
}

func refusal(format string, a ...any) object {
	return object{"error": fmt.Sprintf(format, a...)}
}

func success(said any) object { return object{"success": said} }

var missingKeys = "Missing required keys"

func orEmpty(v any) string { text, _ := v.(string); return text }
