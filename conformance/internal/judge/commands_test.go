package judge

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEachCommandHasItsFile(t *testing.T) {
	for _, c := range Cmds {
		require.FileExists(t, "cmd_"+c.Name+".go")
	}
}
