package commandline

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEachCommandHasItsFile(t *testing.T) {
	for _, newCommand := range commands {
		require.FileExists(t, "cmd_"+newCommand(Env{}, new(int)).Name()+".go")
	}
}
