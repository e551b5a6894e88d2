package systemstate_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/systemstate"
	"github.com/sysadm-go/sysadm/server/internal/zpool"
)

// A host is watched; change modifies it between two checks.
type host struct {
	mu      sync.Mutex
	name    string
	pools   []zpool.Pool
	failure error
	states  []systemstate.State
}

func pool(name, health, capacity string) zpool.Pool {
	return zpool.Pool{Name: name, Health: health, Capacity: capacity}
}

func (h *host) change(fn func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	fn()
}

func (h *host) hostname() (name string, _ error) {
	h.change(func() { name = h.name })
	return name, nil
}

func (h *host) list(context.Context) (pools []zpool.Pool, err error) {
	h.change(func() { pools, err = h.pools, h.failure })
	return pools, err
}

func (h *host) hear(s systemstate.State) {
	h.change(func() { h.states = append(h.states, s) })
}

// watcher returns a watcher that checks the host each minute.
func (h *host) watcher() *systemstate.Watcher {
	return &systemstate.Watcher{
		Hostname: h.hostname,
		Pools:    h.list,
		Publish:  h.hear,
		Look:     time.Minute,
		Every:    15 * time.Minute,
		Logger:   slog.New(slog.DiscardHandler),
	}
}

// watch runs a watcher in a bubble while fn changes the host.
func watch(t *testing.T, h *host, fn func(t *testing.T)) {
	synctest.Test(t, func(t *testing.T) {
		w := h.watcher()
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { w.Run(ctx) })
		synctest.Wait() // it has read the host's name
		fn(t)
		cancel()
		running.Wait()
	})
}

// wait lets time pass, and waits until everything due in it has happened.
func wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// last returns the only state reported since the previous call.
func (h *host) last(t *testing.T) systemstate.State {
	t.Helper()
	states := h.told()
	require.Len(t, states, 1)
	return states[0]
}

// told returns the states reported since the previous call.
func (h *host) told() (states []systemstate.State) {
	h.change(func() { states, h.states = h.states, nil })
	return states
}

func TestAQuietHostIsToldAMinuteAfterStartAndEveryQuarterOfAnHour(t *testing.T) {
	h := &host{name: "jailhost", pools: []zpool.Pool{pool("tank", "ONLINE", "2%")}}
	watch(t, h, func(t *testing.T) {
		wait(time.Minute - time.Nanosecond)
		require.Empty(t, h.told())
		wait(time.Nanosecond)
		require.Equal(t, systemstate.State{
			Hostname: "jailhost", Priority: "0 - Information",
			ZPools: map[string]systemstate.Pool{"tank": {Pool: h.pools[0]}},
		}, h.last(t))

		h.change(func() { h.pools = []zpool.Pool{pool("tank", "ONLINE", "90%")} }) // numbers change; 90 is not above 90
		wait(15*time.Minute - time.Nanosecond)
		require.Empty(t, h.told())
		wait(time.Nanosecond)
		require.Equal(t, "90%", h.last(t).ZPools["tank"].Capacity)
		wait(15 * time.Minute)
		h.last(t)
	})
}

func TestALookBeforeTheStartIsToldThenAndNotAgain(t *testing.T) {
	h := &host{name: "jailhost", pools: []zpool.Pool{pool("tank", "ONLINE", "2%")}}
	synctest.Test(t, func(t *testing.T) {
		w := h.watcher()
		w.LookNow(t.Context())
		require.Equal(t, "2%", h.last(t).ZPools["tank"].Capacity)
		ctx, cancel := context.WithTimeout(t.Context(), 15*time.Minute-time.Nanosecond)
		defer cancel()
		w.Run(ctx)
		require.Empty(t, h.told())

		h.change(func() { h.name = "renamed" })
		ctx, cancel = context.WithTimeout(t.Context(), time.Minute+time.Nanosecond)
		defer cancel()
		w.Run(ctx)
		require.Equal(t, "true", h.last(t).HostnameChanged)
	})
}

func TestAChangeOfHealthIsToldAtTheNextLook(t *testing.T) {
	h := &host{name: "jailhost", pools: []zpool.Pool{pool("tank", "ONLINE", "2%"), pool("zroot", "ONLINE", "2%")}}
	watch(t, h, func(t *testing.T) {
		wait(time.Minute)
		h.last(t)
		for _, c := range []struct {
			health, capacity, own, all string
		}{
			{"DEGRADED", "2%", "9 - Urgent", "9 - Urgent"},
			{"FAULTED", "95%", "9 - Urgent", "9 - Urgent"},
			{"ONLINE", "91%", "6 - Critical", "6 - Critical"},
			{"ONLINE", "-", "", "0 - Information"},
			{"UNAVAIL", "-", "9 - Urgent", "9 - Urgent"},
			{"ONLINE", "3%", "", "0 - Information"},
		} {
			h.change(func() { h.pools = []zpool.Pool{pool("tank", c.health, c.capacity), h.pools[1]} })
			wait(time.Minute)
			s := h.last(t)
			require.Equal(t, c.own, s.ZPools["tank"].Priority, c.health)
			require.Equal(t, c.all, s.Priority, c.health)
			require.Empty(t, s.ZPools["zroot"].Priority)
		}
		h.change(func() { h.pools = h.pools[:1] })
		wait(time.Minute)
		require.NotContains(t, h.last(t).ZPools, "zroot", "a pool that was exported")
		h.change(func() { h.pools = nil })
		wait(time.Minute)
		require.Nil(t, h.last(t).ZPools)
		wait(14 * time.Minute)
		require.Empty(t, h.told())
	})
}

func TestANewHostNameIsToldOnce(t *testing.T) {
	h := &host{name: "old"}
	watch(t, h, func(t *testing.T) {
		h.change(func() { h.name = "new" }) // before the first look, after the start
		wait(time.Minute)
		require.Equal(t, systemstate.State{Hostname: "new", HostnameChanged: "true", Priority: "3 - Warning"}, h.last(t))
		wait(14 * time.Minute)
		require.Empty(t, h.told())
		wait(time.Minute)
		require.Equal(t, systemstate.State{Hostname: "new", Priority: "0 - Information"}, h.last(t))
	})
}

func TestPoolsThatCannotBeSeen(t *testing.T) {
	h := &host{name: "jailhost", pools: []zpool.Pool{pool("tank", "ONLINE", "2%")}}
	watch(t, h, func(t *testing.T) {
		wait(time.Minute)
		h.last(t)
		h.change(func() { h.pools, h.failure = nil, errors.New("it hangs") })
		wait(time.Minute)
		require.Equal(t, systemstate.State{Hostname: "jailhost", Priority: "3 - Warning"}, h.last(t))
		h.change(func() { h.failure = errors.New("it hangs otherwise") })
		wait(time.Minute)
		require.Empty(t, h.told(), "told once")
		h.change(func() { h.failure = nil })
		wait(time.Minute)
		require.Equal(t, "0 - Information", h.last(t).Priority)
	})
}

func TestPriorities(t *testing.T) {
	for n, want := range map[int]string{
		0: "0 - Information", 2: "2 - Information", 3: "3 - Warning", 5: "5 - Warning",
		6: "6 - Critical", 8: "8 - Critical", 9: "9 - Urgent", 10: "10 - Urgent",
	} {
		require.Equal(t, want, systemstate.Priority(n))
	}
}

func TestStateAsJSON(t *testing.T) {
	quiet, err := json.Marshal(systemstate.State{Hostname: "jailhost", Priority: "0 - Information"})
	require.NoError(t, err)
	require.Equal(t, `{"hostname":"jailhost","priority":"0 - Information"}`, string(quiet))

	busy, err := json.Marshal(systemstate.State{
		Hostname: "jailhost", HostnameChanged: "true", Priority: "9 - Urgent",
		ZPools: map[string]systemstate.Pool{"tank": {Pool: pool("tank", "DEGRADED", "2%"), Priority: "9 - Urgent"}},
	})
	require.NoError(t, err)
	require.JSONEq(t, `{"hostname":"jailhost","hostnamechanged":"true","priority":"9 - Urgent","zpools":{"tank":{
		"size":"","alloc":"","free":"","frag":"","expandsz":"","dedup":"","altroot":"","capacity":"2%","health":"DEGRADED","priority":"9 - Urgent"}}}`, string(busy))
}
