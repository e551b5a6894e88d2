package conformance_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/prop"
)

// young answers what edition 2016-02-22 added.
func (h *host) young(s style, action string, args map[string]any) (answer map[string]any, ok bool) {
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

func refusal(format string, a ...any) map[string]any {
	return map[string]any{"error": fmt.Sprintf(format, a...)}
}

func success(said any) map[string]any { return map[string]any{"success": said} }

var missingKeys = "Missing required keys"

// settingsBy answers the three requests that name a property, and not the one
// that names a jail alone.
func (h *host) settingsBy(s style, args map[string]any) (map[string]any, bool) {
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
		return map[string]any{jail: shown(s, map[string]any{property: h.find(jail).settings[p.Name]})}, true
	}
	every := map[string]any{}
	for _, j := range h.jails {
		every[j.uuid] = map[string]any{"TAG": j.tag, property: j.settings[p.Name]}
	}
	return every, true
}

func (h *host) df() map[string]any {
	rows := map[string]any{}
	for _, j := range h.jails {
		rows[j.uuid] = map[string]any{"ava": "7.5G", "crt": "1.25x", "qta": "none", "res": "none", "tag": j.tag, "use": "48M"}
	}
	return rows
}

var assignment = regexp.MustCompile(`^[a-z0-9_]+=[^\x00-\x20]+$`)

// properties reads the words of props; the line says why it cannot.
func properties(args map[string]any) (found map[string]string, line string) {
	text, _ := args["props"].(string)
	found = map[string]string{}
	for _, word := range strings.FieldsFunc(text, func(c rune) bool { return c == ' ' }) {
		name, value, _ := strings.Cut(word, "=")
		if _, known := prop.Find(name); !known || !assignment.MatchString(word) {
			return nil, "unsupported property: " + name
		}
		found[name] = value
	}
	if found["quota"] == "banana" {
		return nil, "cannot create the dataset: bad numeric value 'banana'"
	}
	return found, ""
}

func (h *host) createOrRefuse(args map[string]any) map[string]any {
	props, line := properties(args)
	switches, _ := args["switches"].(string)
	release := "10.2-RELEASE"
	if props["release"] != "" {
		release = props["release"]
	}
	switch {
	case line != "":
		return refusal("%s", line)
	case switches != "" && switches != "-e":
		return refusal("bad switches")
	case switches == "" && !slices.Contains(h.releases, release):
		return refusal("RELEASE %s not found locally", release)
	}
	answer := map[string]any{"props": orEmpty(args["props"]), "switches": switches}
	if switches == "-e" {
		answer["success"] = map[string]any{"uuid": h.create(props, "emptyjail").uuid}
		return answer
	}
	answer["success"] = created(h.create(props, "basejail"))
	return answer
}

func orEmpty(v any) string { text, _ := v.(string); return text }

func created(j *jail) map[string]any {
	return map[string]any{"Successfully created": fmt.Sprintf(" %s (%s)", j.uuid, j.tag)}
}

// create makes a jail with all properties.
func (h *host) create(props map[string]string, kind string) *jail {
	h.created++
	uuid := fmt.Sprintf("%08x-d0a1-11e5-9c0a-0025905ef2d3", 0x9a000000+h.created)
	tag := props["tag"]
	if tag == "" {
		tag = fmt.Sprintf("2016-02-22@08:13:%02d", h.created)
	}
	h.add(uuid, tag, h.pattern, false)
	j := h.jails[len(h.jails)-1]
	for name, value := range props {
		j.settings[name] = value
	}
	j.settings["type"] = kind
	return j
}

func (h *host) clone(args map[string]any) map[string]any {
	name, given := args["jail"].(string)
	props, line := properties(args)
	switch {
	case !given:
		return refusal("%s", missingKeys)
	case h.find(name) == nil && !h.hasTemplate(name):
		return refusal("jail %s not found!", name)
	case line != "":
		return refusal("%s", line)
	}
	made := h.create(props, "clonejail")
	if h.hasTemplate(name) {
		made.origin = name
	}
	return map[string]any{"jail": name, "props": orEmpty(args["props"]), "success": created(made)}
}

func (h *host) destroy(args map[string]any) map[string]any {
	name, given := args["jail"].(string)
	j := h.find(name)
	switch {
	case !given:
		return refusal("%s", missingKeys)
	case j == nil:
		return refusal("%s not found!", name)
	}
	h.jails = slices.DeleteFunc(h.jails, func(other *jail) bool { return other == j })
	return success(map[string]any{"Destroying": " " + j.uuid})
}

func (h *host) cap(s style, args map[string]any) map[string]any {
	name, given := args["jail"].(string)
	switch {
	case !given:
		return refusal("%s", missingKeys)
	case h.find(name) == nil && s.emptyQuery:
		return map[string]any{}
	case h.find(name) == nil:
		return refusal("%s not found!", name)
	}
	return success("jail " + name + " capped.")
}

var login = regexp.MustCompile(`^[a-z]+$`)

// exec knows two commands, echo and false.
func (h *host) exec(s style, args map[string]any) map[string]any {
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
		return success(map[string]any{"ERROR": " not found!"})
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

func (h *host) clean(action string) map[string]any {
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

// withZFS adds the properties that zfs keeps.
func withZFS(settings map[string]any) map[string]any {
	whole := maps.Clone(settings)
	for name, value := range map[string]string{
		"available": "7.5G", "compression": "lz4", "compressratio": "1.25x", "dedup": "off", "mountpoint": "/iocage/jails/x",
		"origin": "-", "quota": "none", "reservation": "none", "used": "48M",
	} {
		whole[name] = value
	}
	return whole
}
