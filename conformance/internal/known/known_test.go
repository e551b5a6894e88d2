package known

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
)

func load(t *testing.T, text string) ([]conformance.Known, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "known.yaml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return Load(path)
}

func TestLoad(t *testing.T) {
	list, err := load(t, `
failures:
  - {id: tls.old.*, reason: speaks TLS 1.0, edition: 2016-02-05, until: 2026-12-31}
flakes:
  - {id: a, reason: slow}
  - {id: b, reason: slower, retries: 5}
`)
	require.NoError(t, err)
	require.Equal(t, []conformance.Known{
		{ID: "tls.old.*", Reason: "speaks TLS 1.0", Edition: "2016-02-05", Until: time.Date(2027, 1, 1, 0, 0, 0, 0, time.Local)},
		{ID: "a", Reason: "slow", Retries: defaultRetries},
		{ID: "b", Reason: "slower", Retries: 5},
	}, list)
}

func TestLoadRefuses(t *testing.T) {
	for text, message := range map[string]string{
		"failures: [{reason: x}]":                           "needs an id",
		"failures: [{id: a}]":                               `"a": an entry needs a reason`,
		"failures: [{id: a, reason: x, until: soon}]":       "must be a day as 2026-12-31",
		"failures: [{id: a, reason: x, edition: 1999-1-1}]": "unknown edition",
		"failures: [{id: a, reason: x, retries: 1}]":        "make it one of the flakes",
		"flakes: [{id: a, reason: x, retries: -1}]":         "retries must be 1 to 20",
		"flakes: [{id: a, reason: x, retries: 21}]":         "retries must be 1 to 20",
		"flakes: []": "names none",
		"flake: []":  `unknown key "flake"`,
	} {
		_, err := load(t, text)
		require.ErrorContains(t, err, message, text)
	}
}
