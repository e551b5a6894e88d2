package right

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/fuzz"
	"github.com/sysadm-go/sysadm/conformance/internal/independent"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// The right servers survive.
func TestRightServersSurviveFuzzing(t *testing.T) {
	for _, c := range []struct {
		compat edition.Compat
		host   conformance.Host
	}{{edition.Documented, independent.Host{}}, {edition.Reference, &Host{style: referenceStyle}}} {
		t.Run(c.compat.Name, func(t *testing.T) {
			t.Parallel()
			count, v, err := fuzz.Run(t.Context(), fuzz.Options{
				Target: c.host, Compat: c.compat, Editions: edition.Editions,
				Seed: 1, Sequences: 6, Steps: 150,
			})
			require.NoError(t, err)
			requireNone(t, v)
			require.Equal(t, 6*150, count.Steps)
		})
	}
}

func requireNone(t *testing.T, v *fuzz.Violation) {
	t.Helper()
	if v != nil {
		t.Fatalf("%s: expected %s, got %s; replay %s", v.Breach.Rule, v.Breach.Expected, v.Breach.Got, v.Sequence.ID())
	}
}

// fuzzed are wrong servers whose fault is in what they do to the host, or in
// what they remember: the fuzzer finds each, and makes it short.
var fuzzed = []string{
	"createjail: nothing happens", "createjail: props are taken no notice of", "createjail: another uuid than the list's",
	"clonejail: nothing happens", "clonejail: names the first jail", "destroyjail: nothing happens", "destroyjail: every jail is gone",
	"stopjail: nothing happens", "stopjail: every jail stops", "stopjail: twice is a success", "startjail: a jail that is not there starts",
	"stopjail: refused, and another jail stops", "deactivatepool: nothing happens", "deactivatepool: refused, and none is active",
	"activatepool: names another pool", "cleanjails: nothing happens", "cleanreleases: jails go, too", "cleantemplates: jails go, too",
	"cleanall: releases stay", "capjail: the jail starts anew", "capjail: any jail is there", "execjail: a jail that is down starts",
	"listjails: a list that is not renewed", "listjails: running jails only", "listjails: all that are up share a jid",
	"getjailsettings: of the first jail, whichever is named", "names are split at blanks", "capitals do not matter in names",
	"no login is needed to start a jail", "any token will do", "every login has the same token", "auth_clear logs everybody out",
	"auth_clear is answered", "a REST login is everybody's", "a login is everybody's", "replies come to the request before",
	"every reply comes twice",
	"last: a job that fetches nothing", "last: a plugin's job that makes nothing", "last: whoever fetches gets another release",
	"last: a plugin is an ordinary jail", "last: a plugin takes the place of a jail", "last: cleanreleases leaves one release",
	"last: fetching destroys other releases", "last: cleantemplates destroys releases", "last: activatestatus does not know of changes",
	"last: activatepool changes nothing", "last: jails under their tags", "last: templates are jails", "last: names are not looked at",
}

func TestFuzzFindsWrongServers(t *testing.T) {
	for _, name := range fuzzed {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := slices.IndexFunc(mutants, func(m mutant) bool { return m.name == name })
			require.GreaterOrEqual(t, i, 0, "no such wrong server")
			o := fuzz.Options{Target: &mutants[i].host, Editions: mutants[i].editions(), Seed: 1, Sequences: 8, Steps: 150, Tries: 120, Timeout: 20 * time.Second}
			_, v, err := fuzz.Run(t.Context(), o)
			require.NoError(t, err)
			require.NotNil(t, v, "not found")
			require.LessOrEqual(t, len(v.Sequence.Steps), 5, v.Breach.Rule)

			again, err := fuzz.Replay(t.Context(), o, v.Sequence)
			require.NoError(t, err)
			require.NotNil(t, again, "not found again")
			require.Equal(t, v.Breach.Rule, again.Breach.Rule)
		})
	}
}

// Where the model lets both pass, two targets are still told apart.
func TestFuzzComparesTwoTargets(t *testing.T) {
	o := fuzz.Options{
		Target: &Host{}, Against: &Host{},
		Editions: edition.Editions, Seed: 1, Sequences: 3, Steps: 100,
	}
	_, v, err := fuzz.Run(t.Context(), o)
	require.NoError(t, err)
	requireNone(t, v)

	i := slices.IndexFunc(mutants, func(m mutant) bool { return m.name == "listjails: a member is added" })
	o.Against = &mutants[i].host
	_, v, err = fuzz.Run(t.Context(), o)
	require.NoError(t, err)
	require.NotNil(t, v)
	require.Equal(t, "both targets answer alike", v.Breach.Rule)
	require.Len(t, v.Sequence.Steps, 1)
}

// A host that is not simulated is as it was, and its own jails have not been
// touched.
func TestFuzzSparesRealHosts(t *testing.T) {
	for _, destructive := range []bool{false, true} {
		s := newServer(newHost(edition.Default, ""), documentedStyle)
		made, run := 0, s.run
		s.run = func(action string, args object) (object, int) {
			before := len(s.host.jails)
			answer, code := run(action, args)
			made += max(0, len(s.host.jails)-before)
			return answer, code
		}
		o := fuzz.Options{
			Target:      &Host{shared: true, only: s},
			Destructive: destructive, Release: "10.2-RELEASE", Seed: 2, Sequences: 2, Steps: 150,
		}
		_, v, err := fuzz.Run(t.Context(), o)
		require.NoError(t, err)
		requireNone(t, v)
		require.Equal(t, destructive, made > 0)
		require.Len(t, s.host.jails, 2)
		require.Equal(t, "up", s.host.find("www").state())
		require.Equal(t, "down", s.host.find("test").state())
		require.Equal(t, "tank", s.host.active)
	}
}
