package conformance_test

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/outside"
)

// rightClock is the clock of a right host, which its levers freeze and advance.
type rightClock struct {
	ahead  time.Duration
	frozen time.Time
}

func (c *rightClock) now() time.Time {
	if !c.frozen.IsZero() {
		return c.frozen.Add(c.ahead)
	}
	return time.Now().Add(c.ahead)
}

// lever works those levers of the simulated host that the scripts use: its
// clock, the host itself, which a reset makes a new one, and iocage failing whatever it is asked, or its list
// never ending.
func (r *right) lever(w http.ResponseWriter, q *http.Request) {
	r.turn.Lock()
	defer r.turn.Unlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	words := strings.Split(strings.Trim(q.URL.Path, "/"), "/")
	switch strings.Join(words[:min(2, len(words))], " ") {
	case "seed":
		text, _ := io.ReadAll(q.Body)
		if err := r.sow(text); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
		}
	case "reset":
		r.host, r.broken, r.hangs, r.lost = newHost(r.host.edition, ""), false, "", ""
	case "clock freeze":
		r.clock.frozen = time.Now()
	case "clock advance":
		by, err := time.ParseDuration(words[2])
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		r.clock.ahead += by
	case "fault add", "fault clear":
		faults, _ := io.ReadAll(q.Body)
		r.hangs, r.lost = "", lostList(faults)
		if r.broken = words[1] == "add" && r.lost == ""; bytes.Contains(faults, []byte("effect: hang")) {
			r.broken, r.hangs = false, "list"
		}
		if bytes.Contains(faults, []byte("command: fetch, effect: hang")) {
			r.hangs = "fetch"
		}
	default:
		http.Error(w, "no such lever", http.StatusNotFound)
	}
}

// sow makes the host another one.
func (r *right) sow(text []byte) error {
	var seed struct {
		Active           string
		Pools, Releases  []string
		Health, Defaults map[string]string
		Remote           []string `yaml:"remote_releases"`
		Templates        []struct {
			UUID, Name, Release string
			Properties          map[string]string
		}
		Jails []struct {
			UUID                      string
			Tag, Type, State, Release string
			JID                       int
			Properties                map[string]string
		}
		Userland map[string]struct{ Stdout, Stderr string }
	}
	if err := yaml.Unmarshal(text, &seed); err != nil {
		return err
	}
	h := r.host
	h.active, h.pools, h.releases, h.jails, h.templates = seed.Active, seed.Pools, seed.Releases, nil, nil
	for name, value := range seed.Defaults {
		h.defaults[name] = value
	}
	h.programs = map[string]string{}
	for command, said := range seed.Userland {
		h.programs[command] = said.Stdout + said.Stderr
	}
	if h.remote = seed.Remote; len(seed.Remote) == 0 {
		h.remote = remoteReleases
	}
	for _, t := range seed.Templates {
		made := h.addTemplate(t.Name)
		made.uuid = cmp.Or(t.UUID, made.uuid)
		made.settings["release"] = cmp.Or(t.Release, fmt.Sprint(made.settings["release"]))
		for name, value := range t.Properties {
			made.settings[name] = value
		}
	}
	for i, j := range seed.Jails {
		h.add(cmp.Or(j.UUID, fmt.Sprintf("%08x-b7d1-11e5-9c0a-0025905ef2d3", 0xa0000000+i)), j.Tag, h.pattern, j.State == "up")
		made := h.jails[i]
		made.jid = cmp.Or(j.JID, made.jid)
		made.settings["type"] = cmp.Or(j.Type, "basejail")
		made.settings["release"] = cmp.Or(j.Release, fmt.Sprint(made.settings["release"]))
		for name, value := range j.Properties {
			made.settings[name] = value
		}
	}
	for _, health := range seed.Health {
		r.news(health)
	}
	return nil
}

// news tells the subscribers that a pool is not well.
func (r *right) news(health string) {
	state := r.state()
	pools := state["zpools"].(map[string]any)
	lost := maps.Clone(pools["tank"].(map[string]any))
	lost["health"], lost["priority"] = health, "9 - Urgent"
	pools["zroot"], state["priority"] = lost, "9 - Urgent"
	for c, names := range r.subscribers {
		if slices.Contains(names, "system-state") {
			_ = c.send(rightEvent("system-state", state))
		}
	}
}

// withLevers offers them on a port.
func withLevers(r *right, e conformance.Endpoint, stop func() error) (conformance.Endpoint, func() error) {
	port := httptest.NewServer(http.HandlerFunc(r.lever))
	e.Levers = port.URL
	return e, func() error { port.Close(); return stop() }
}

// lostList is the list that a fault of the first or the second run of `iocage list`
// takes from an answer that has two.
func lostList(faults []byte) string {
	switch {
	case bytes.Contains(faults, []byte("nth: 1,")):
		return "local"
	case bytes.Contains(faults, []byte("nth: 2,")):
		return "remote"
	}
	return ""
}

// never is the code of what is not answered.
const never = 0

// failing answers every action as one that iocage failed to do, while it is
// broken.
func failing(r *right, run func(string, jsonObject) (jsonObject, int)) func(string, jsonObject) (jsonObject, int) {
	return func(action string, args jsonObject) (jsonObject, int) {
		r.mu.Lock()
		broken, hangs, lost := r.broken, r.hangs, r.lost
		r.mu.Unlock()
		if hangs == "list" && action == "listjails" {
			return nil, never
		}
		if broken && action == "activatestatus" && r.host.edition.Offers(action) {
			return jsonObject{"activated": "false"}, 200
		}
		starts := action == "fetchreleases" || action == "createplugin" // their jobs fail
		if broken && r.host.edition.Offers(action) && !starts {
			return r.broke(action), 200
		}
		answer, code := run(action, args)
		if action == "listreleases" || action == "listplugins" {
			delete(answer, lost)
		}
		return answer, code
	}
}

// use begins the life of a token anew and reports whether it had not ended.
func (r *right) use(token string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	until, known := r.tokens[token]
	if !known || !r.clock.now().Before(until) {
		return false
	}
	r.tokens[token] = r.clock.now().Add(r.life)
	return true
}

// failures are those of an address in a row, and until when it is blocked.
type failures struct {
	times []time.Time
	until time.Time
}

// tried keeps account of a login from an address and reports whether it is let
// in: never while the address is blocked.
func (r *right) tried(from string, good bool) bool {
	address, _, _ := net.SplitHostPort(from)
	if net.ParseIP(address).IsLoopback() && !r.blocksLoopback {
		return good
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	f, now := r.failed[address], r.clock.now()
	switch {
	case now.Before(f.until):
		return false
	case good && r.forgives:
		f.times = nil
	case !good:
		f.times = append(f.times, now)
		for len(f.times) > 0 && now.Sub(f.times[0]) > r.window {
			f.times = f.times[1:]
		}
		if len(f.times) >= r.most {
			f = failures{until: now.Add(r.block)}
		}
	}
	r.failed[address] = f
	return good
}

// outsideListener listens on the first address of this machine that is not
// loopback, nil if there is none.
func outsideListener() net.Listener {
	address := outside.Address()
	if address == "" {
		return nil
	}
	listener, _ := net.Listen("tcp", net.JoinHostPort(address, "0"))
	return listener
}
