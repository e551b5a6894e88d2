package mutant_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/independent"
	"github.com/sysadm-go/sysadm/conformance/internal/mutant"
	"github.com/sysadm-go/sysadm/conformance/internal/race"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// always is a pause after which the administrator does the next thing, never one that he
// does not live to see.
const always, never = 2 * time.Millisecond, time.Hour

// A host on which others work all the time passes, whatever the run may change there.
func TestBusyHostPasses(t *testing.T) {
	if race.Detector {
		t.Skip("the wrong servers have the detector watch the administrator: make test runs the whole suite beside him without")
	}
	for name, o := range map[string]conformance.Options{
		"only looks":      {},
		"own jails":       {Destructive: true, Pool: "tank"},
		"a jail is named": {Destructive: true, Pool: "tank", Jail: "test"},
	} {
		t.Run(name, func(t *testing.T) {
			o.Host, o.Editions, o.Run = &independent.Busy{Pause: always}, edition.Editions[2:], aboutHosts
			result, err := conformance.Run(t.Context(), o)
			require.NoError(t, err)
			require.Empty(t, failed(result))
			require.Greater(t, result.Count(conformance.Pass), 100)
		})
	}
}

// aboutHosts are the checks that look at what others may change.
var aboutHosts = []string{
	"listjails.*", "listtemplates.*", "listreleases.*", "listplugins.*", "get*", "df.*", "startjail.*", "stopjail.*", "capjail.*", "createjail.*",
	"clonejail.*", "destroyjail.*", "execjail.*", "activate*", "transports.*", "rest.verbs", "dispatcher.*", "*events.*", "system-state.*", "message.inflight.*",
}

// Beside others, too, a server is failed that is wrong about the jails of the run; and
// where nobody else works, one that is wrong about jails of others.
func TestWrongServersOfSharedHosts(t *testing.T) {
	for _, c := range []struct {
		pause time.Duration
		names []string
	}{
		{always, []string{"startjail.unchanged", "listjails.jid.zero", "getjailsettings.tag.other", "createjail.unchanged"}},
		{never, []string{"startjail.beside", "stopjail.refused.done", "rest.listjails.boot", "getjailsettings.other"}},
	} {
		for _, name := range c.names {
			chosen, err := mutant.Select([]string{name})
			require.NoError(t, err)
			result, err := conformance.Run(t.Context(), conformance.Options{
				Host: &mutant.Host{Inner: &independent.Busy{Pause: c.pause}, Mutant: chosen[0]}, Run: chosen[0].Caught,
				Destructive: true, Pool: "tank", Jail: "test",
			})
			require.NoError(t, err)
			require.True(t, result.Failed(), "%s beside others who pause for %v", name, c.pause)
		}
	}
}
