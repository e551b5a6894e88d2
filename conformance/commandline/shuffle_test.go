package commandline

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestShuffle(t *testing.T) {
	var s shuffle
	require.Equal(t, "off", s.String())
	require.NoError(t, s.Set("42"))
	require.Equal(t, "42", s.String())
	require.NoError(t, s.Set("off"))
	require.Zero(t, s)

	// A run with a new order shows a seed that may be given again.
	require.NoError(t, s.Set("on"))
	seen := s
	require.NotZero(t, seen)
	require.NoError(t, s.Set(seen.String()))
	require.Equal(t, seen, s)

	for _, wrong := range []string{"", "0", "-1", "yes", "1.5", "18446744073709551616"} {
		require.Error(t, s.Set(wrong), wrong)
		require.Equal(t, seen, s)
	}
}
