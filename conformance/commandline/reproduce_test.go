package commandline

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A POSIX shell reads the words again that went into a command line.
func TestShellReadsTheWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(rapid.StringMatching(`[ -~]*`), rapid.StringMatching(`[a-z'"$\\;&|<>*?~#! \n]*`))
		words := rapid.SliceOfN(word, 1, 5).Draw(t, "words")
		out, err := exec.Command("sh", "-c", `printf '%s\0' `+commandLine(words)).Output()
		require.NoError(t, err)
		require.Equal(t, words, strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"))
	})
}

func TestCommandLineIsReadable(t *testing.T) {
	require.Equal(t, `sysadm-conformance run --ws wss://127.0.0.1:1 --exec 'a b' --user 'o'\''neill' ''`,
		commandLine([]string{"sysadm-conformance", "run", "--ws", "wss://127.0.0.1:1", "--exec", "a b", "--user", "o'neill", ""}))
}
