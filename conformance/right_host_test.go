package conformance_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/testdata"
)

// A host is a little world of jails and pools.
type host struct {
	edition   edition.Edition
	jails     []*jail
	pools     []string
	active    string
	lastJID   int
	created   int            // jails made since
	templates []*jail        // that jails may be clones of
	remote    []string       // releases that can be fetched
	releases  []string       // fetched
	pattern   map[string]any // the settings of a new jail
	defaults  map[string]any
	programs  map[string]string // what commands in jails print, beside echo
}

type jail struct {
	uuid, tag string
	origin    string // the template that it is a clone of
	jid       int    // 0 when down
	settings  map[string]any
}

func (j *jail) state() string {
	if j.jid == 0 {
		return "down"
	}
	return "up"
}

// newHost returns the default host, or the one that makes a documented
// exchange true.
func newHost(e edition.Edition, documented string) *host {
	h := &host{edition: e, pools: []string{"tank", "zroot"}, active: "tank", lastJID: 7, releases: []string{"10.2-RELEASE"}, remote: remoteReleases}
	h.defaults = answerOf(e, "getdefaultsettings.rest")["defaults"].(map[string]any)
	testjail := answerOf(e, "getjailsettings.jail.rest")["testjail"].(map[string]any)
	whole := maps.Clone(testjail)
	whole["gitlocation"], whole["interfaces"], whole["memoryuse"] = "https://github.com", "vnet0:bridge0,vnet1:bridge1", "8G:log"
	if e.SettingsWithZFS {
		whole = withZFS(whole)
	}
	h.pattern = whole
	switch action, _, _ := strings.Cut(strings.TrimPrefix(documented, e.Name+"/sysadm-iocage."), "."); action {
	case "":
		h.add("5e9a3cf2-b7d1-11e5-9c0a-0025905ef2d3", "www", whole, true)
		h.add("6b1d77ae-b7d1-11e5-9c0a-0025905ef2d3", "test", whole, false)
	case "listjails":
		h.add("611c89ae-c43c-11e5-9602-54ee75595566", "testjail", whole, false)
	case "getjailsettings":
		h.jails = []*jail{{uuid: "4bb3f929-c6bf-11e5-a0ba-fcaa14deb15d", tag: "testjail", settings: testjail}}
	case "startjail", "stopjail":
		up := strings.HasSuffix(documented, "startjail.websocket") || strings.HasSuffix(documented, "stopjail.rest")
		h.add("0bf985de-ca0f-11e5-8d45-d05099728dbf", "test", whole, up)
	}
	return h
}

// answerOf reads the answer of a documented exchange, of an older edition where
// the project has none of this.
func answerOf(e edition.Edition, name string) map[string]any {
	action, _, _ := strings.Cut(name, ".")
	text, err := testdata.Contract.ReadFile("contract/" + e.Name + "/sysadm-iocage." + name + ".json")
	if errors.Is(err, fs.ErrNotExist) {
		text, err = testdata.Contract.ReadFile("contract/2016-02-05/sysadm-iocage." + name + ".json")
	}
	if err != nil {
		panic(err)
	}
	var x struct {
		Response struct {
			Body struct{ Args map[string]any }
		}
	}
	if err := json.Unmarshal(text, &x); err != nil {
		panic(err)
	}
	return x.Response.Body.Args[action].(map[string]any)
}

func (h *host) add(uuid, tag string, settings map[string]any, up bool) {
	j := &jail{uuid: uuid, tag: tag, settings: maps.Clone(settings)}
	j.settings["host_hostuuid"], j.settings["tag"], j.settings["hostid"] = uuid, tag, uuid
	if up {
		h.lastJID++
		j.jid = h.lastJID
	}
	h.jails = append(h.jails, j)
}

func (h *host) find(name string) *jail {
	for _, j := range h.jails {
		if j.tag == name || j.uuid == name {
			return j
		}
	}
	return nil
}

// run answers the actions of sysadm/iocage in a style.
func (h *host) run(s style) func(string, map[string]any) (map[string]any, int) {
	return func(action string, args map[string]any) (map[string]any, int) {
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
			return map[string]any{"defaults": maps.Clone(h.defaults)}, 200
		case "activatepool", "deactivatepool":
			return h.pool(s, action, args), 200
		}
		return h.one(s, action, args), 200
	}
}

func (h *host) list() map[string]any {
	rows := map[string]any{}
	for _, j := range h.jails {
		row := map[string]any{"boot": j.settings["boot"], "jid": "-", "state": j.state(), "tag": j.tag, "type": j.settings["type"]}
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

// addresses are those of a jail that is up and has some of its own.
func (j *jail) addresses() string {
	var all []string
	for _, one := range strings.Split(j.settings["ip4_addr"].(string), ",") {
		if _, address, found := strings.Cut(one, "|"); found && j.jid > 0 {
			address, _, _ = strings.Cut(address, "/")
			all = append(all, address)
		}
	}
	return cmp.Or(strings.Join(all, ","), "-")
}

// one answers the actions that name a jail.
func (h *host) one(s style, action string, args map[string]any) map[string]any {
	name, given := args["jail"].(string)
	if !given {
		return map[string]any{"error": "Missing required keys"}
	}
	j := h.find(name)
	switch {
	case s.lossy && (name == "" || name[0] == '-'):
		return map[string]any{name: map[string]any{}}
	case s.lossy && strings.ContainsAny(name, "([") && action == "getjailsettings":
		return map[string]any{name: map[string]any{"grep": " Unmatched ("}, "error": "  ERROR: jail " + name + " not found!"}
	case j == nil && s.underJail:
		return map[string]any{name: map[string]any{"ERROR": " " + name + " not found!"}}
	case j == nil:
		return map[string]any{"error": name + " not found!"}
	case action == "getjailsettings":
		return map[string]any{name: shown(s, j.settings)}
	}
	return map[string]any{name: h.change(action, j)}
}

func shown(s style, settings map[string]any) map[string]any {
	view := maps.Clone(settings)
	for name, value := range view {
		if s.cut {
			view[name], _, _ = strings.Cut(value.(string), ":")
		}
	}
	return view
}

// change starts or stops a jail.
func (h *host) change(action string, j *jail) map[string]any {
	who := j.uuid + " (" + j.tag + ")"
	switch {
	case action == "startjail" && j.jid > 0:
		return map[string]any{"INFO": " " + who + " is already up"}
	case action == "stopjail" && j.jid == 0:
		return map[string]any{"INFO": " " + who + " is already down"}
	case action == "startjail":
		h.lastJID++
		j.jid = h.lastJID
		return lines("* Starting "+who, "+ Started (shared IP mode) OK", "+ Starting services OK")
	}
	j.jid = 0
	return lines("* Stopping "+who, "+ Running pre-stop OK", "+ Stopping services OK", "+ Removing jail process OK", "+ Running post-stop OK")
}

func lines(text ...string) map[string]any {
	m := map[string]any{}
	for _, line := range text {
		name, value, _ := strings.Cut(line, ":")
		m[name] = value
	}
	return m
}

// pool answers activatepool and deactivatepool.
func (h *host) pool(s style, action string, args map[string]any) map[string]any {
	pool, given := args["pool"].(string)
	known := slices.Contains(h.pools, pool)
	switch {
	case !given && action == "deactivatepool":
		return map[string]any{"error": "Missing required keys"}
	case !given && s.emptyQuery && h.edition.ListsByJID:
		return map[string]any{"error": "Error: Missing argument \"zpool\"."}
	case !given && s.emptyQuery:
		return map[string]any{}
	case !given && h.active == "":
		return map[string]any{"error": "no pool is active"}
	case !given:
		return map[string]any{"currently active": map[string]any{"pool": " " + h.active}}
	case !known && s.emptyQuery:
		return map[string]any{}
	case !known:
		return map[string]any{"error": "cannot open '" + pool + "': no such pool"}
	case action == "activatepool":
		h.active = pool
		return map[string]any{"success": "pool " + pool + " activated."}
	case h.active == pool:
		h.active = ""
	}
	return map[string]any{"success": "pool " + pool + " deactivated."}
}
