package right

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/doctor"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// lastHost is a host of its own, whose server has the last edition.
func lastHost(active string, bend func(s *server)) *Host {
	s := newServer(newHost(lastEdition, ""), documentedStyle)
	s.host.active = active
	if bend != nil {
		bend(s)
	}
	return &Host{shared: true, only: s}
}

// A run that may change a host of the last edition borrows its pool, asks for no action
// that the edition lacks, and leaves everything as it was.
func TestDestructiveRunOfTheLastEdition(t *testing.T) {
	t.Parallel()
	for _, active := range []string{"tank", "zroot"} {
		var unknown []string
		h := lastHost(active, func(s *server) {
			run := s.run
			s.run = func(action string, args object) (object, int) {
				if edition.Default.Offers(action) && !lastEdition.Offers(action) {
					unknown = append(unknown, action)
				}
				return run(action, args)
			}
		})
		result := judge(t, conformance.Options{
			Host: h, Editions: []edition.Edition{lastEdition}, Destructive: true, NoJobs: true, Pool: "tank", Skip: []string{"action.*"},
		})
		require.Equal(t, conformance.Passes, result.Verdict(), ids(result, conformance.Fail), result.Changes)
		require.Empty(t, result.Changes)
		require.Empty(t, unknown)
		require.Equal(t, active, h.only.host.active)
		require.True(t, slices.ContainsFunc(result.Checks, func(o conformance.Outcome) bool {
			return o.Check.ID == "deactivatepool.strict.rest" && o.Status == conformance.Pass
		}))
	}
}

// The original of 2019 answers an empty name, whatever pool is active: it is lent none.
func TestUntoldPoolOfTheLastEdition(t *testing.T) {
	t.Parallel()
	h := lastHost("zroot", func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			if action == "activatestatus" {
				return object{"activated": "true", "pool": ""}, 200
			}
			if action == "activatepool" && args["pool"] == nil {
				return refusal("Missing argument \"zpool\"."), 200
			}
			return run(action, args)
		}
	})
	result := judge(t, conformance.Options{
		Host: h, Editions: []edition.Edition{lastEdition}, Destructive: true, NoJobs: true, Pool: "tank", FailOn: conformance.Must,
	})
	require.False(t, result.Failed(), ids(result, conformance.Fail))
	require.Contains(t, fmt.Sprint(ids(result, conformance.Skip)), "the server does not tell which pool is active")
	require.Equal(t, "zroot", h.only.host.active)
}

// A host may have a younger program than the edition's: iocage 1.2 has names in place of
// uuids, tells jails that it cannot read, types of its own and addresses that are still to
// come, its index of plugins is none for programs, and it deactivates no pool.
func TestHostOfAYoungerProgram(t *testing.T) {
	t.Parallel()
	row := func(name, jid, state, kind, release, ip4 string) object {
		return object{
			"jid": jid, "uuid": name, "boot": "off", "state": state, "tag": name, "type": kind,
			"release": release, "ip4": ip4, "ip6": "-", "template": "-",
		}
	}
	plugin := row("gitlab", "4", "up", "pluginv2", "12.0-RELEASE", "DHCP (running -- address requires root)")
	answers := map[string]object{
		"listjails": {"jails": object{
			"3": row("www", "3", "up", "jail", "12.0-RELEASE-p10", "em0|10.0.0.1/24"), "4": plugin,
			"db": row("db", "-", "down", "jail", "12.0-RELEASE-p10", "DHCP (not running)"), "old": row("old", "-", "CORRUPT", "N/A", "N/A", "N/A"),
		}},
		"listplugins": {"local": object{"gitlab_4": plugin}},
	}
	h := lastHost("tank", func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			if answer, other := answers[action]; other {
				return answer, 200
			}
			if action == "deactivatepool" && args["pool"] == "tank" {
				return refusal("this iocage has no command for it"), 200
			}
			return run(action, args)
		}
	})
	result := judge(t, conformance.Options{
		Host: h, Editions: []edition.Edition{lastEdition}, Destructive: true, NoJobs: true, Pool: "tank", FailOn: conformance.Must,
	})
	require.False(t, result.Failed(), ids(result, conformance.Fail))
}

// The doctor knows the last edition by its answers, and an earlier one, too.
func TestDoctorTellsEditions(t *testing.T) {
	t.Parallel()
	for _, of := range edition.Editions {
		host := &Host{shared: true, only: newServer(newHost(of, ""), documentedStyle)}
		for _, asked := range []edition.Edition{edition.Default, lastEdition} {
			found := examined(t, host, asked)
			want := "the server answers like edition " + of.Name
			if of.Name != asked.Name {
				want += ", not " + asked.Name
			}
			require.Equal(t, want, found["edition"].Text)
			require.Equal(t, of.Name == asked.Name, found["edition"].OK)
		}
	}
	found := examined(t, lastHost("tank", nil), lastEdition)
	require.True(t, found["jail"].OK)
	require.Contains(t, found["jail"].Text, "has no action for a single jail")
	require.Equal(t, "pool tank may be borrowed; now tank is active", found["pool"].Text)
}

// examined are the findings about a host by topic.
func examined(t *testing.T, h *Host, e edition.Edition) map[string]doctor.Finding {
	t.Helper()
	findings, err := doctor.Examine(t.Context(), conformance.Options{
		Host: h, Editions: []edition.Edition{e}, Destructive: true, Pool: "tank",
	})
	require.NoError(t, err)
	byTopic := map[string]doctor.Finding{}
	for _, f := range findings {
		byTopic[f.Topic] = f
	}
	return byTopic
}
