package right

import (
	"errors"
	"maps"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A tally is a ledger that a test reads.
type tally struct {
	mu             sync.Mutex
	before         map[string]conformance.Inventory
	lent, returned []conformance.Loan
	refuse         error
}

func (l *tally) Begin(_, edition string, before conformance.Inventory) error {
	l.before = map[string]conformance.Inventory{edition: before}
	return nil
}

func (l *tally) Lend(loan conformance.Loan) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.refuse != nil {
		return l.refuse
	}
	l.lent = append(l.lent, loan)
	return nil
}

func (l *tally) Return(loan conformance.Loan) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.returned = append(l.returned, loan)
	return nil
}

// onAction changes what a host answers to one action.
func onAction(action string, change func(h *host, args, answer object) object) func(s *server) {
	return func(s *server) {
		run := s.run
		s.run = func(asked string, args object) (object, int) {
			answer, code := run(asked, args)
			if asked == action {
				answer = change(s.host, args, answer)
			}
			return answer, code
		}
	}
}

// Without a jail to borrow the checks start and stop one that the run makes, and
// the jails of the host are left alone.
func TestRunMakesItsOwnJail(t *testing.T) {
	ledger := &tally{}
	h := sharedHost(true, "tank", onAction("stopjail", func(h *host, args, answer object) object {
		for _, j := range h.jails {
			if j.tag == args["jail"] || j.uuid == args["jail"] {
				require.True(t, strings.HasPrefix(j.tag, "conformance-run1-"), j.tag)
			}
		}
		return answer
	}))
	result := judge(t, conformance.Options{
		Host: h, Destructive: true, RunID: "run1", Ledger: ledger, Run: []string{"startjail.*", "stopjail.*", "capjail.*"},
	})
	require.Equal(t, conformance.Passes, result.Verdict(), ids(result, conformance.Fail))
	require.Empty(t, ids(result, conformance.Error))
	require.Equal(t, conformance.Pass, outcomeOf(t, result, "startjail.starts.rest").Status)
	require.Len(t, h.only.host.jails, 2)
	require.NotZero(t, h.only.host.find("www").jid)
	require.NotZero(t, h.only.host.find("test").jid)
	require.Empty(t, result.Changes)
	require.ElementsMatch(t, ledger.lent, ledger.returned)
	require.Len(t, ledger.lent, 1)
	require.Len(t, ledger.lent[0].Spare, 2)
}

// An edition that has no createjail cannot be given a jail of its own, and who
// allows none gets none.
func TestRunWithoutAJail(t *testing.T) {
	old := newServer(newHost(edition.Editions[1], ""), documentedStyle)
	for name, o := range map[string]conformance.Options{
		"old edition":  {Host: &Host{shared: true, only: old}, Editions: edition.Editions[1:2], Destructive: true},
		"no new jails": {Host: sharedHost(false, "tank", nil), Destructive: true, NoNewJails: true},
	} {
		t.Run(name, func(t *testing.T) {
			o.Run = []string{"startjail.*", "listjails.*"}
			result := judge(t, o)
			require.Contains(t, outcomeOf(t, result, "startjail.starts.rest").Message, "none can be made: add --jail")
			require.Equal(t, conformance.Passes, result.Verdict(), ids(result, conformance.Fail))
		})
	}
	result := judge(t, conformance.Options{
		Host: sharedHost(false, "tank", nil), Destructive: true, NoNewJails: true, Run: []string{"createjail.creates.*", "listjails.*"},
	})
	require.Contains(t, outcomeOf(t, result, "createjail.creates.rest").Message, "no jails may be made")
}

// What cannot be noted is not done.
func TestNothingIsChangedThatCannotBeNoted(t *testing.T) {
	h := sharedHost(false, "zroot", nil)
	result := judge(t, conformance.Options{
		Host: h, Destructive: true, Pool: "tank", Ledger: &tally{refuse: errNoLedger},
		Run: []string{"startjail.starts.*", "createjail.creates.*", "activatepool.activates.*", "listjails.*"},
	})
	require.Equal(t, conformance.Unjudged, result.Verdict())
	require.Len(t, ids(result, conformance.Error), 6)
	require.Zero(t, h.only.host.created)
	require.Equal(t, "zroot", h.only.host.active)
}

var errNoLedger = errors.New("the disk is full")

// A server that takes somebody's jail for one of the run's must not make the
// suite destroy it.
func TestOthersJailsAreNeverDestroyed(t *testing.T) {
	disguise := onAction("listjails", func(h *host, _, answer object) object {
		list, tag := maps.Clone(answer), ""
		for _, j := range h.jails {
			if strings.HasPrefix(j.tag, "conformance-") {
				tag = j.tag
			}
		}
		if tag != "" {
			for uuid := range list {
				list[uuid].(object)["tag"] = tag
			}
		}
		return list
	})
	h := sharedHost(false, "tank", disguise)
	result := judge(t, conformance.Options{Host: h, Destructive: true, Run: []string{"createjail.creates.*", "startjail.starts.*"}})
	require.NotEqual(t, conformance.Passes, result.Verdict())
	require.NotNil(t, h.only.host.find("www"))
	require.NotNil(t, h.only.host.find("test"))
	require.NotEmpty(t, result.Owed)
}

// What the run leaves is told by name, and so is what others have changed, which
// is no fault of the run.
func TestChangesAreTold(t *testing.T) {
	undestroyed := func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			if action == "destroyjail" {
				return refusal("busy"), 200
			}
			return run(action, args)
		}
	}
	h := sharedHost(false, "tank", undestroyed)
	result := judge(t, conformance.Options{Host: h, Destructive: true, RunID: "run1", Run: []string{"startjail.starts.*"}})
	require.Equal(t, conformance.Unjudged, result.Verdict(), ids(result, conformance.Fail))
	require.Len(t, result.Owed, 1)
	require.Len(t, result.Changes, 1)
	require.True(t, result.Changes[0].Ours)
	require.Regexp(t, `^jail .* \(conformance-run1-.*\) is new$`, result.Changes[0].Text)
	require.ErrorContains(t, result.EndError, "cannot destroy 1 jails")

	others := onAction("startjail", func(h *host, _, answer object) object {
		h.find("www").settings["priority"] = "7"
		return answer
	})
	h = sharedHost(false, "tank", others)
	result = judge(t, conformance.Options{Host: h, Destructive: true, Run: []string{"startjail.starts.*"}})
	require.Equal(t, conformance.Passes, result.Verdict())
	require.Equal(t, []conformance.Change{{
		Text: "jail 5e9a3cf2-b7d1-11e5-9c0a-0025905ef2d3 (www): priority was 99, and is 7",
	}}, result.Changes)
}

func TestRunIDIsAPlainWord(t *testing.T) {
	for _, id := range []string{"A", "a-b", "a b", "abcdefghijklmnopqrstu"} {
		_, err := conformance.Run(t.Context(), conformance.Options{Host: sharedHost(false, "tank", nil), RunID: id})
		require.ErrorContains(t, err, "cannot name the run", id)
	}
}
