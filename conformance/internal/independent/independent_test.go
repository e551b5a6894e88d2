package independent_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/independent"
	"github.com/sysadm-go/sysadm/conformance/internal/race"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// tokenOverREST is the check of a token that REST accepts. No document describes
// one, and this server accepts none.
const tokenOverREST = "auth.clear.rest"

// The third right server passes whatever the suite asks, in every edition, and
// nothing is left out for want of something that it lacks.
func TestRightServerPasses(t *testing.T) {
	o := conformance.Options{Host: independent.Host{}, Editions: edition.Editions}
	if race.Detector {
		o.Editions, o.Run = edition.Editions[2:], []string{"message.*", "auth_ssl.*", "settings.*", "logs.*", "dispatcher.*", "subscribe.*", "blocks.*"}
	}
	result, err := conformance.Run(t.Context(), o)
	require.NoError(t, err)
	require.Greater(t, result.Count(conformance.Pass), 70)
	for _, o := range result.Checks {
		if o.Check.ID == tokenOverREST && o.Status == conformance.Skip {
			continue
		}
		if o.Status != conformance.Pass && o.Status != conformance.Disabled {
			t.Errorf("%s %s %s: %s: %s", o.Check.Edition.Name, o.Check.Level, o.Check.ID, o.Status, o.Sentence())
		}
	}
	require.Equal(t, conformance.Passes, result.Verdict())
}
