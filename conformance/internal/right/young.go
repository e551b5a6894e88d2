package right

import (
	"regexp"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/prop"
)

// young answers what edition 2016-02-22 added.
func (h *host) young(s style, action string, args object) (answer object, ok bool) {
	switch action {
	case "getjailsettings":
		return h.settingsBy(s, args)
	case "df":
		return h.df(), true
	case "createjail":
		return h.createOrRefuse(args), true
	case "clonejail":
		return h.clone(args), true
	case "destroyjail":
		return h.destroy(args), true
	case "capjail":
		return h.cap(s, args), true
	case "execjail":
		return h.exec(s, args), true
	case "cleanjails", "cleanreleases", "cleantemplates", "cleanall":
		return h.clean(action), true
	}
	return nil, false
}

// settingsBy answers the three requests that name a property, and not the one
// that names a jail alone.
func (h *host) settingsBy(s style, args object) (object, bool) {
	jail, oneJail := args["jail"].(string)
	property, oneProperty := args["prop"].(string)
	switches, _ := args["switches"].(string)
	p, known := prop.Find(property)
	switch {
	case !h.edition.SettingsByProperty || oneJail && switches == "" && (!oneProperty || property == "all"):
		return nil, false
	case switches != "" && switches != "-r", oneJail && switches != "":
		return refusal("bad switches"), true
	case !oneProperty || !oneJail && switches == "":
		return refusal("%s", missingKeys), true
	case oneJail && h.find(jail) == nil:
		return h.one(s, "getjailsettings", args), true
	case !known:
		return refusal("unsupported property: %s!", property), true
	case oneJail:
		return object{jail: shown(s, object{property: h.find(jail).settings[p.Name]})}, true
	}
	every := object{}
	for _, j := range h.jails {
		every[j.uuid] = object{"TAG": j.tag, property: j.settings[p.Name]}
	}
	return every, true
}

func (h *host) df() object {
	rows := object{}
	for _, j := range h.jails {
		rows[j.uuid] = object{"ava": "7.5G", "crt": "1.25x", "qta": "none", "res": "none", "tag": j.tag, "use": "48M"}
	}
	return rows
}

func (h *host) cap(s style, args object) object {
	name, given := args["jail"].(string)
	switch {
	case !given:
		return refusal("%s", missingKeys)
	case h.find(name) == nil && s.emptyQuery:
		return object{}
	case h.find(name) == nil:
		return refusal("%s not found!", name)
	}
	return success("jail " + name + " capped.")
}

var login = regexp.MustCompile(`^[a-z]+$`)

// exec knows two commands, echo and false.
func (h *host) exec(s style, args object) object {
	for _, key := range []string{"jail", "user", "command"} {
		if _, given := args[key]; !given {
			return refusal("%s", missingKeys)
		}
	}
	j := h.find(args["jail"].(string))
	words := strings.Fields(strings.ReplaceAll(args["command"].(string), `"`, ""))
	printed, known := h.programs[args["command"].(string)]
	if len(words) > 0 && words[0] == "echo" {
		printed, known = strings.Join(words[1:], " "), true
	}
	switch {
	case j == nil && s.underJail:
		return success(object{"ERROR": " not found!"})
	case j == nil, j.jid == 0:
		return refusal("jexec: jail not found")
	case !login.MatchString(args["user"].(string)), !known:
		return refusal("jexec: execvp: no such command")
	}
	return success(lines(strings.Split(strings.TrimSuffix(printed, "\n"), "\n")...))
}

// cleaned are the sentences.
var cleaned = map[string]string{
	"cleanjails": "All jails have been cleaned.", "cleanreleases": "All RELEASEs have been cleaned.",
	"cleantemplates": "All templates have been cleaned.", "cleanall": "All iocage datasets have been cleaned.",
}

func (h *host) clean(action string) object {
	if action == "cleanjails" || action == "cleanall" {
		h.jails = nil
	}
	if action == "cleanreleases" || action == "cleanall" {
		h.releases = nil
	}
	if action == "cleantemplates" || action == "cleanall" {
		h.jails = slices.DeleteFunc(h.jails, func(j *jail) bool { return j.origin != "" })
		h.templates = nil
	}
	return success(cleaned[action])
}
