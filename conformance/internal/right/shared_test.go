package right

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/race"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// sharedHost is a host of its own, in a state that a run must leave as it was.
func sharedHost(up bool, active string, bend func(s *server)) *Host {
	s := newServer(newHost(edition.Default, ""), documentedStyle)
	if s.host.active = active; up {
		s.host.find("test").jid = 99
	}
	if bend != nil {
		bend(s)
	}
	return &Host{shared: true, only: s}
}

// sharedOriginal is a host of its own, whose server is like the original.
func sharedOriginal(s style) *Host {
	return &Host{shared: true, only: newServer(newHost(edition.Default, ""), s)}
}

func TestDefaultRunChangesNothing(t *testing.T) {
	if race.Detector {
		t.Skip("one check after the other is nothing for the detector: make test runs it without")
	}
	t.Parallel()
	changes := 0
	h := sharedHost(false, "tank", func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			jid, active := s.host.find("test").jid+s.host.find("www").jid, s.host.active
			answer, code := run(action, args)
			if jid != s.host.find("test").jid+s.host.find("www").jid || active != s.host.active {
				changes++
			}
			return answer, code
		}
	})
	result := judge(t, conformance.Options{Host: h, Parallel: 1, Jail: "test", Pool: "tank"})
	require.Equal(t, conformance.Passes, result.Verdict(), ids(result, conformance.Fail))
	require.Zero(t, changes)
	require.Zero(t, h.only.host.created)
	require.Len(t, h.only.host.jails, 2)
	require.NotEmpty(t, h.only.host.releases)
}

// What a destructive run borrows is put back, whatever the first state, and
// whether checks pass or fail.
func TestDestructiveRunPutsEverythingBack(t *testing.T) {
	wrong := func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			answer, code := run(action, args)
			if action == "startjail" || action == "stopjail" || action == "activatepool" && args["pool"] != nil {
				return object{"success": 1}, code // done, and told wrongly
			}
			return answer, code
		}
	}
	for _, c := range []struct {
		name   string
		up     bool
		active string
		bend   func(s *server)
	}{
		{"down, right", false, "tank", nil},
		{"up, right", true, "tank", nil},
		{"another pool, right", true, "zroot", nil},
		{"down, wrong", false, "tank", wrong},
		{"up, another pool, wrong", true, "zroot", wrong},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := sharedHost(c.up, c.active, c.bend)
			result := judge(t, conformance.Options{
				Host: h, Destructive: true, Jail: "test", Pool: "tank",
				Run: []string{"startjail.*", "stopjail.*", "activatepool.*", "deactivatepool.*", "transports.*"},
			})
			require.Equal(t, c.bend != nil, result.Failed(), ids(result, conformance.Fail))
			require.Empty(t, ids(result, conformance.Error))
			require.Equal(t, c.up, h.only.host.find("test").jid > 0)
			require.Equal(t, c.active, h.only.host.active)
		})
	}
}

// The original does not tell which pool is active. Of a host with two pools it is not
// lent one: iocage activates another one as soon as none is active, and works with
// neither once both are.
func TestPoolOfTheOriginalIsLeftAlone(t *testing.T) {
	t.Parallel()
	h := sharedOriginal(referenceStyle)
	s := h.only
	s.host.active = "tank"
	run := s.run
	s.run = func(action string, args object) (object, int) {
		if s.host.active == "" {
			s.host.active = "zroot"
		}
		return run(action, args)
	}
	result := judge(t, conformance.Options{
		Host: h, Destructive: true, Jail: "test", Pool: "tank", FailOn: conformance.Must,
		Run: []string{"startjail.starts.*", "activatepool.*", "deactivatepool.*"},
	})
	require.False(t, result.Failed(), ids(result, conformance.Fail))
	require.Empty(t, ids(result, conformance.Error))
	require.Contains(t, fmt.Sprint(ids(result, conformance.Skip)), "the server does not tell which pool is active")
	require.Equal(t, "tank", s.host.active)
}

// The jails that checks make are gone after a run, whether the server tells of
// them rightly or not, and those that were there before are as they were.
func TestDestructiveRunDestroysWhatItMade(t *testing.T) {
	mute := func(s *server) {
		run, made := s.run, 0
		s.run = func(action string, args object) (object, int) {
			answer, code := run(action, args)
			if action == "clonejail" || action == "createjail" {
				made++
			}
			if action == "createjail" && made%3 == 0 || action == "clonejail" {
				return object{"success": "done"}, code
			}
			return answer, code
		}
	}
	for name, bend := range map[string]func(s *server){"right": nil, "wrong": mute} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := sharedHost(true, "tank", bend)
			result := judge(t, conformance.Options{
				Host: h, Destructive: true, Jail: "test", Pool: "tank",
				Run: []string{"createjail.*", "clonejail.*", "destroyjail.*", "df.*", "execjail.*", "capjail.*", "clean*", "getjailsettings.every.*"},
			})
			require.Equal(t, bend != nil, result.Failed(), ids(result, conformance.Fail))
			require.Empty(t, ids(result, conformance.Error))
			require.Greater(t, h.only.host.created, 20, "jails were made")
			require.Len(t, h.only.host.jails, 2)
			require.NotNil(t, h.only.host.find("www"))
			require.NotZero(t, h.only.host.find("test").jid)
			require.NotEmpty(t, h.only.host.releases)
		})
	}
}

func TestInterruptedRunPutsEverythingBack(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	h := sharedHost(false, "tank", func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			answer, code := run(action, args)
			if action == "startjail" {
				cancel()
			}
			return answer, code
		}
	})
	_, err := conformance.Run(ctx, conformance.Options{
		Host: h, Destructive: true, Jail: "test", Run: []string{"startjail.starts.*"},
	})
	require.ErrorContains(t, err, "cannot finish the run")
	require.Zero(t, h.only.host.find("test").jid, "the jail is down again")
}

// A host that cannot start a server is no failure of the server.
func TestHostThatStops(t *testing.T) {
	result := judge(t, conformance.Options{Host: &failingHost{}, Run: []string{"startjail.starts.*"}})
	require.Equal(t, conformance.Unjudged, result.Verdict())
	require.Len(t, ids(result, conformance.Error), 2)
}

// A failingHost starts once, for the look before the run, and never again.
type failingHost struct {
	Host
	started atomic.Bool
}

func (h *failingHost) Start(ctx context.Context, s conformance.Setting) (conformance.Endpoint, func() error, error) {
	if h.started.Swap(true) {
		return conformance.Endpoint{}, nil, errors.New("no more hosts")
	}
	return h.Host.Start(ctx, s)
}

// A server that goes away while it is talked to fails; one that was never
// reached could not be judged.
func TestUnreachableServer(t *testing.T) {
	gone := &goneHost{Host: Host{}}
	result := judge(t, conformance.Options{Host: gone, Run: []string{"startjail.starts.*"}})
	require.Equal(t, conformance.Unjudged, result.Verdict(), ids(result, conformance.Fail))
}

// A goneHost ends every server but the first before it is used.
type goneHost struct {
	Host
	started atomic.Bool
}

func (h *goneHost) Start(ctx context.Context, s conformance.Setting) (conformance.Endpoint, func() error, error) {
	e, stop, err := h.Host.Start(ctx, s)
	if !h.started.Swap(true) {
		return e, stop, err
	}
	return e, func() error { return nil }, stop()
}

// Progress is told what a check that passes has said; the result does not keep it.
func TestProgressIsToldOfEveryCheck(t *testing.T) {
	var seen []int
	result := judge(t, conformance.Options{
		Host: &Host{}, Run: []string{"listjails.*"},
		Progress: func(done, all int, o conformance.Outcome) {
			require.LessOrEqual(t, done, all)
			require.Equal(t, o.Status == conformance.Pass, len(o.Trace) > 0, o.Check.ID)
			seen = append(seen, done)
		},
	})
	require.Len(t, seen, len(result.Checks))
	require.NotZero(t, result.Count(conformance.Pass))
	for _, o := range result.Checks {
		require.Empty(t, o.Trace, o.Check.ID)
	}
}

// Where two jails have the tag that the run names, iocage would take one of
// them: nobody can be judged by that.
func TestTagTwiceCannotBeJudged(t *testing.T) {
	h := hostWith(func(h *host) { tagged(h, "test") })
	h.shared = true
	result := judge(t, conformance.Options{
		Host: &h, Destructive: true, Jail: "test", Run: []string{"startjail.starts.*"},
	})
	require.Equal(t, conformance.Unjudged, result.Verdict(), ids(result, conformance.Fail))
	require.Contains(t, fmt.Sprint(ids(result, conformance.Error)), "name another with --jail")
}
