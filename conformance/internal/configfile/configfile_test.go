package configfile

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

type inner struct {
	B int `yaml:"b"`
}

type outer struct {
	A map[string]inner `yaml:"a"`
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct{ text, message string }{
		"right":         {"a: {x: {b: 1}}", ""},
		"unknown key":   {"a:\n  x: {c: 1}", `line 2: unknown key "c": use a, b`},
		"wrong type":    {"a: {x: {b: many}}", "line 1: cannot unmarshal"},
		"not YAML":      {"a: [", "line 1: did not find expected node content"},
		"twice":         {"a: {x: {b: 1}, x: {b: 2}}", `mapping key "x" already defined`},
		"empty":         {"", "says nothing"},
		"comments only": {"# a\n", "says nothing"},
		"two documents": {"a: {}\n---\na: {}\n", "more than one document"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file.yaml")
			require.NoError(t, os.WriteFile(path, []byte(c.text), 0o600))
			err := Read(path, &outer{})
			if c.message == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.message)
			require.ErrorContains(t, err, path)
			require.NotContains(t, err.Error(), "\n")
		})
	}
	require.ErrorIs(t, Read(filepath.Join(t.TempDir(), "none"), &outer{}), os.ErrNotExist)
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("a: {x: {b: 1}}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		path := filepath.Join(t.TempDir(), "file.yaml")
		require.NoError(t, os.WriteFile(path, text, 0o600))
		if err := Read(path, &outer{}); err != nil {
			require.NotContains(t, err.Error(), "\n")
		}
	})
}
