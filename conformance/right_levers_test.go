package conformance_test

import (
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"time"

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
// clock, iocage failing whatever it is asked, a host with a template, and a pool
// that is not well.
func (r *right) lever(w http.ResponseWriter, q *http.Request) {
	r.turn.Lock()
	defer r.turn.Unlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	words := strings.Split(strings.Trim(q.URL.Path, "/"), "/")
	switch strings.Join(words[:min(2, len(words))], " ") {
	case "seed":
		seed, _ := io.ReadAll(q.Body)
		r.host.templates = []string{"base"}
		for _, health := range []string{"DEGRADED", "FAULTED"} {
			if strings.Contains(string(seed), "zroot: "+health) {
				r.news(health)
			}
		}
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
		r.broken = words[1] == "add"
	default:
		http.Error(w, "no such lever", http.StatusNotFound)
	}
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

// levers offers them on a port.
func (r *right) levers() *httptest.Server { return httptest.NewServer(http.HandlerFunc(r.lever)) }

// failing answers every action as one that iocage failed to do, while it is
// broken.
func failing(r *right, run func(string, jsonObject) (jsonObject, int)) func(string, jsonObject) (jsonObject, int) {
	return func(action string, args jsonObject) (jsonObject, int) {
		r.mu.Lock()
		broken := r.broken
		r.mu.Unlock()
		if broken && r.host.edition.Offers(action) {
			return r.broke(action), 200
		}
		return run(action, args)
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
