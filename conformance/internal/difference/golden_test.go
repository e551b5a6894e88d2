package difference_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
)

var update = flag.Bool("update", false, "rewrite golden files")

func requireGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func uuidOf(n int) string { return fmt.Sprintf("%08x-ca0f-11e5-8d45-d05099728dbf", n) }

// Any two texts can be compared, and each is the same as itself.
func FuzzCompare(f *testing.F) {
	f.Add(`{"args":{"0bf985de-ca0f-11e5-8d45-d05099728dbf":{"jid":"1"}}}`, `{"args":[]}`)
	f.Add(`{"a":`, "\xff")
	f.Fuzz(func(t *testing.T, a, b string) {
		message := conformance.Message{Session: "first", Transport: "rest", Direction: "received", Status: 200, Text: a}
		one := recorded(reply(message))
		message.Text = b
		other := recorded(reply(message))
		require.False(t, compare(one, one).Differ())
		require.False(t, compare(other, other).Differ())
		require.Equal(t, values(compare(one, other), false), values(compare(other, one), true))
	})
}
