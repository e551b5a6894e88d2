package commandline

import (
	"bytes"
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// The example of docs/conformance.md is what the command prints.
func TestDocumentedExplanation(t *testing.T) {
	page, err := os.ReadFile("../../docs/conformance.md")
	require.NoError(t, err)
	example := regexp.MustCompile(`(?m)^    \$ sysadm-conformance explain (\S+)\n((?:    .*\n|\n)+)`).FindSubmatch(page)
	require.NotNil(t, example)
	var printed bytes.Buffer
	env := Env{Stdout: &printed, Stderr: &printed, Getenv: func(string) string { return "" }}
	require.Equal(t, exitGood, Main([]string{"explain", string(example[1])}, env))
	told := regexp.MustCompile(`(?m)^    `).ReplaceAllString(string(example[2]), "")
	require.Equal(t, printed.String(), told)
}
