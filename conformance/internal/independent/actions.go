package independent

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// words are the arguments of an action, all of them texts.
type words map[string]string

// An action answers what stands under its name, once it has the words that it
// needs, and the jail that it names, if it needs one.
type action struct {
	needs []string
	do    func(h *host, w words, j *jail) any
}

var actions = map[string]action{
	"listjails":          {nil, listJails},
	"listtemplates":      {nil, listTemplates},
	"listreleases":       {nil, listReleases},
	"listplugins":        {nil, listPlugins},
	"getdefaultsettings": {nil, getDefaultSettings},
	"getjailsettings":    {nil, getJailSettings},
	"df":                 {nil, df},
	"startjail":          {[]string{"jail"}, startJail},
	"stopjail":           {[]string{"jail"}, stopJail},
	"capjail":            {[]string{"jail"}, capJail},
	"clonejail":          {nil, cloneJail},
	"createjail":         {nil, createJail},
	"destroyjail":        {[]string{"jail"}, destroyJail},
	"execjail":           {[]string{"jail", "user", "command"}, execJail},
	"cleanjails":         {nil, cleaning("All jails have been cleaned.", cleanJails)},
	"cleanreleases":      {nil, cleaning("All RELEASEs have been cleaned.", cleanReleases)},
	"cleantemplates":     {nil, cleaning("All templates have been cleaned.", cleanTemplates)},
	"cleanall":           {nil, cleaning("All iocage datasets have been cleaned.", cleanJails, cleanReleases, cleanTemplates)},
	"activatestatus":     {nil, activateStatus},
	"activatepool":       {nil, activatePool},
	"deactivatepool":     {[]string{"pool"}, deactivatePool},
}

const missing = "Missing required keys"

// no is how iocage says no, success how it says yes.
func no(format string, a ...any) object { return object{"error": fmt.Sprintf(format, a...)} }
func success(said any) object           { return object{"success": said} }

// iocage answers the class of that name.
func iocage(s *server, q question) (any, int) {
	name := q.text("action")
	action, answers := actions[name]
	start, starts := starters[name]
	w, readable := wordsOf(q.args)
	if !answers && !starts || !readable || !s.host.edition.Offers(name) {
		return nil, 400
	}
	switch {
	case starts:
		answer, code := start(s, q, w)
		return object{name: answer}, code
	case strikes(s.hanging, "list") && name == "listjails":
		return nil, 0
	case len(s.broken) > 0 && name == "activatestatus":
		return object{name: object{"activated": "false"}}, 200
	case len(s.broken) > 0:
		return object{name: no("iocage: cannot do that")}, 200
	}
	answer := action.answer(s.host, w)
	if lists, ok := answer.(object); ok && (name == "listreleases" || name == "listplugins") {
		delete(lists, s.lost)
	}
	return object{name: answer}, 200
}

func (a action) answer(h *host, w words) any {
	for _, need := range a.needs {
		if _, given := w[need]; !given {
			return no(missing)
		}
	}
	var j *jail
	if slices.Contains(a.needs, "jail") {
		if j = h.find(w["jail"]); j == nil {
			return no("%s not found!", w["jail"])
		}
	}
	return a.do(h, w, j)
}

// wordsOf reads the arguments; those that no action knows may be anything.
func wordsOf(args object) (words, bool) {
	w := words{}
	for _, name := range []string{"jail", "pool", "prop", "props", "switches", "user", "command", "plugin", "net_device", "ip4", "ip6"} {
		value, given := args[name]
		text, isText := value.(string)
		if given && !isText {
			return nil, false
		}
		if given {
			w[name] = text
		}
	}
	return w, true
}

func listJails(h *host, _ words, _ *jail) any {
	if h.edition.ListsByJID {
		return object{"jails": rowsOf(h.jails, byJID)}
	}
	rows := object{}
	for _, j := range h.jails {
		row := object{"boot": j.settings["boot"], "jid": "-", "state": "down", "tag": j.tag, "type": j.settings["type"]}
		if j.jid > 0 {
			row["jid"], row["state"] = fmt.Sprint(j.jid), "up"
		}
		if h.edition.ListsIP4 {
			row["ip4"] = j.addresses()
		}
		rows[j.uuid] = row
	}
	return rows
}

// addresses are those of a jail that is up and has some of its own.
func (j *jail) addresses() string {
	var all []string
	for _, one := range strings.Split(j.settings["ip4_addr"], ",") {
		if _, address, found := strings.Cut(one, "|"); found && j.jid > 0 {
			address, _, _ = strings.Cut(address, "/")
			all = append(all, address)
		}
	}
	if all == nil {
		return "-"
	}
	return strings.Join(all, ",")
}

func getDefaultSettings(h *host, _ words, _ *jail) any {
	return object{"defaults": maps.Clone(h.defaults)}
}

// getJailSettings tells every property of a jail or, in editions that know that,
// one property of it or of all jails.
func getJailSettings(h *host, w words, _ *jail) any {
	name, one := w["jail"]
	property, single := w["prop"]
	if !h.edition.SettingsByProperty {
		w["switches"], single = "", false
	}
	j := h.find(name)
	switch {
	case w["switches"] != "" && (w["switches"] != "-r" || one):
		return no("bad switches")
	case w["switches"] == "" && !one, w["switches"] != "" && !single:
		return no(missing)
	case one && j == nil:
		return no("%s not found!", name)
	case one && (!single || property == "all"):
		return object{name: maps.Clone(j.settings)}
	case !h.has(property):
		return no("unsupported property: %s!", property)
	case one:
		return object{name: object{property: j.settings[property]}}
	}
	rows := object{}
	for _, j := range h.jails {
		rows[j.uuid] = object{"TAG": j.tag, property: j.settings[property]}
	}
	return rows
}

func df(h *host, _ words, _ *jail) any {
	rows := object{}
	for _, j := range h.jails {
		rows[j.uuid] = object{
			"ava": j.settings["available"], "crt": j.settings["compressratio"], "qta": j.settings["quota"],
			"res": j.settings["reservation"], "tag": j.tag, "use": j.settings["used"],
		}
	}
	return rows
}

func startJail(h *host, w words, j *jail) any {
	if j.jid > 0 {
		return object{w["jail"]: object{"INFO": fmt.Sprintf(" %s (%s) is already up", j.uuid, j.tag)}}
	}
	h.start(j)
	j.settings["last_started"] = today()
	return object{w["jail"]: object{
		fmt.Sprintf("* Starting %s (%s)", j.uuid, j.tag): "", "+ Started (shared IP mode) OK": "", "+ Starting services OK": "",
	}}
}

func stopJail(_ *host, w words, j *jail) any {
	if j.jid == 0 {
		return object{w["jail"]: object{"INFO": fmt.Sprintf(" %s (%s) is already down", j.uuid, j.tag)}}
	}
	j.jid = 0
	return object{w["jail"]: object{
		fmt.Sprintf("* Stopping %s (%s)", j.uuid, j.tag): "", "+ Running pre-stop OK": "", "+ Stopping services OK": "",
		"+ Removing jail process OK": "", "+ Running post-stop OK": "",
	}}
}

func capJail(_ *host, w words, _ *jail) any { return success("jail " + w["jail"] + " capped.") }

// cloneJail makes a jail of another one, or of the template.
func cloneJail(h *host, w words, _ *jail) any {
	name, named := w["jail"]
	ofTemplate := named && h.template(name) != nil
	props, line := h.properties(w["props"])
	switch {
	case !named:
		return no(missing)
	case !ofTemplate && h.find(name) == nil:
		return no("%s not found!", name)
	case line != "":
		return no("%s", line)
	}
	j := h.create(props, "clonejail")
	if ofTemplate {
		j.origin = name
	}
	return object{"jail": name, "props": w["props"], "success": created(j)}
}

func createJail(h *host, w words, _ *jail) any {
	props, line := h.properties(w["props"])
	release := props["release"]
	if release == "" {
		release = h.settings["release"]
	}
	switch {
	case line != "":
		return no("%s", line)
	case w["switches"] == "-e":
		return object{"props": w["props"], "switches": "-e", "success": object{"uuid": h.create(props, "emptyjail").uuid}}
	case w["switches"] != "":
		return no("bad switches")
	case !slices.Contains(h.releases, release):
		return no("RELEASE %s not found locally", release)
	}
	return object{"props": w["props"], "switches": "", "success": created(h.create(props, "basejail"))}
}

func created(j *jail) object {
	return object{"Successfully created": fmt.Sprintf(" %s (%s)", j.uuid, j.tag)}
}

func destroyJail(h *host, _ words, j *jail) any {
	h.destroy(j)
	return success(object{"Destroying": " " + j.uuid})
}

var userName = regexp.MustCompile(`^[a-z]+$`)

// execJail runs a command in a jail that is up.
func execJail(h *host, w words, j *jail) any {
	printed, known := h.programs[w["command"]]
	if !known {
		printed, known = run(w["user"], split(w["command"]))
	}
	switch {
	case j.jid == 0:
		return no("jexec: jail not found")
	case !userName.MatchString(w["user"]):
		return no("jexec: no such user")
	case !known:
		return no("jexec: execvp: no such command")
	}
	lines := object{}
	for line := range strings.Lines(printed) {
		name, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ":")
		lines[name] = rest
	}
	return success(lines)
}

// cleaning destroys everything of some kinds.
func cleaning(sentence string, kinds ...func(*host)) func(*host, words, *jail) any {
	return func(h *host, _ words, _ *jail) any {
		for _, clean := range kinds {
			clean(h)
		}
		return success(sentence)
	}
}

func cleanJails(h *host)    { h.jails = nil }
func cleanReleases(h *host) { h.releases = nil }

func cleanTemplates(h *host) {
	h.jails = slices.DeleteFunc(h.jails, func(j *jail) bool { return j.origin != "" })
	h.templates = nil
}

func activateStatus(h *host, _ words, _ *jail) any {
	if h.active == "" {
		return object{"activated": "false"}
	}
	return object{"activated": "true", "pool": h.active}
}

func activatePool(h *host, w words, _ *jail) any {
	pool, named := w["pool"]
	switch {
	case !named && h.active == "":
		return no("no pool is active")
	case !named:
		return object{"currently active": object{"pool": " " + h.active}}
	case !slices.Contains(h.pools, pool):
		return no("cannot open '%s': no such pool", pool)
	}
	h.use(pool)
	return success("pool " + pool + " activated.")
}

func deactivatePool(h *host, w words, _ *jail) any {
	pool := w["pool"]
	if !slices.Contains(h.pools, pool) {
		return no("cannot open '%s': no such pool", pool)
	}
	if h.active == pool {
		h.active = ""
	}
	return success("pool " + pool + " deactivated.")
}
