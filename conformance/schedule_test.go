package conformance_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/independent"
)

// begun returns the ids of a run in the order in which the checks ended, one
// after the other, and in that of the result.
func begun(t *testing.T, seed uint64) (ran, told []string) {
	result, err := conformance.Run(t.Context(), conformance.Options{
		Host: independent.Host{}, Run: []string{"listjails.*", "startjail.*"}, Parallel: 1, Shuffle: seed,
		Progress: func(_, _ int, o conformance.Outcome) { ran = append(ran, o.Check.ID) },
	})
	require.NoError(t, err)
	for _, o := range result.Checks {
		told = append(told, o.Check.ID)
	}
	return ran, told
}

func TestShuffle(t *testing.T) {
	t.Parallel()
	ordered, told := begun(t, 0)
	require.Equal(t, told, ordered)

	shuffled, same := begun(t, 7)
	require.NotEqual(t, ordered, shuffled)
	require.Equal(t, told, same, "results are in the order of the list")
	require.ElementsMatch(t, ordered, shuffled, "each is run once")
	again, _ := begun(t, 7)
	require.Equal(t, shuffled, again, "a seed is an order")
	other, _ := begun(t, 8)
	require.NotEqual(t, shuffled, other)
	require.False(t, slices.IsSorted(other))
}
