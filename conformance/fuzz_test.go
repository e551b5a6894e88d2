package conformance_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance/internal/fuzz"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// The right servers survive.
func TestRightServersSurviveFuzzing(t *testing.T) {
	for _, c := range []struct {
		compat edition.Compat
		style  style
	}{{edition.Documented, documentedStyle}, {edition.Reference, referenceStyle}} {
		t.Run(c.compat.Name, func(t *testing.T) {
			t.Parallel()
			count, v, err := fuzz.Run(t.Context(), fuzz.Options{
				Target: &rightHost{style: c.style}, Compat: c.compat, Editions: edition.Editions,
				Seed: 1, Sequences: 9, Steps: 150,
			})
			require.NoError(t, err)
			requireNone(t, v)
			require.Equal(t, 9*150, count.Steps)
		})
	}
}

func requireNone(t *testing.T, v *fuzz.Violation) {
	t.Helper()
	if v != nil {
		t.Fatalf("%s: expected %s, got %s\n%s\n%+v", v.Breach.Rule, v.Breach.Expected, v.Breach.Got, v.Sequence.ID(), v.Sequence.Steps)
	}
}

func TestWhatFuzzFinds(t *testing.T) {
	for _, m := range mutants {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			o := fuzz.Options{Target: &m.host, Compat: edition.Documented, Seed: 1, Sequences: 6, Steps: 150, Timeout: 3e9}
			count, v, err := fuzz.Run(t.Context(), o)
			if v == nil {
				t.Logf("SURVIVES %v %v", count, err)
				return
			}
			t.Logf("FOUND after %d as %d: %s", count.Steps, len(v.Sequence.Steps), v.Breach.Rule)
		})
	}
}
