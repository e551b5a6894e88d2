package measure

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestParseCalls(t *testing.T) {
	require.Equal(t, [][]string{{"list"}, {"get", "all", "first"}}, parseCalls([]byte("list\n\nget\nall\nfirst\n\n")))
}

func TestQuotedIsOneWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.ReplaceAll(rapid.String().Draw(t, "text"), "\x00", "")
		out, err := exec.Command("sh", "-c", "printf %s "+quoted(text)).Output()
		require.NoError(t, err)
		require.Equal(t, text, string(out))
	})
}
