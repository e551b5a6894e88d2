package commandline

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSplitCommand(t *testing.T) {
	for line, want := range map[string][]string{
		"a  b\tc":             {"a", "b", "c"},
		`a "b c" 'd "e'`:      {"a", "b c", `d "e`},
		`a ""`:                {"a", ""},
		`--x="y z" $(reboot)`: {"--x=y z", "$(reboot)"},
	} {
		got, err := splitCommand(line)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	for _, line := range []string{"", "  ", `a "b`} {
		_, err := splitCommand(line)
		require.Error(t, err, line)
	}
}
