package report

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLocate(t *testing.T) {
	const text = `{"a": [1, {"b/c": {"d~e": "x"}}], "z": 2}`
	for pointer, want := range map[string]string{
		"":               `{"a"`,
		"/a":             `[1, `,
		"/a/1":           `{"b/c"`,
		"/a/1/b~1c":      `{"d~e"`,
		"/a/1/b~1c/d~0e": `"x"`,
		"/a/1/absent/x":  `{"b/c"`,
		"/a/7":           `[1, `,
		"/z":             `2}`,
		"Allow":          `{"a"`,
	} {
		require.True(t, strings.HasPrefix(text[locate(text, pointer):], want), "%s: %s", pointer, text[locate(text, pointer):])
	}
	for _, none := range []string{"", "no JSON", `{"a":`, `["a"`, `{"a" 1}`} {
		require.NotPanics(t, func() { locate(none, "/a/0/b") }, none)
	}
}

// FuzzLocate looks for texts from a server that make the place run out of them.
func FuzzLocate(f *testing.F) {
	f.Add(`{"a":[{"b":1}]}`, "/a/0/b")
	f.Add("{\"\xef\":[]}", "0")
	f.Add("{\"\u009b2J\":[]}", "0")
	f.Fuzz(func(t *testing.T, text, pointer string) {
		at := locate(text, pointer)
		require.True(t, 0 <= at && at <= len(text))
		shown := around(text, pointer, 80, 0)
		require.Equal(t, printable(shown), shown, "nothing in it acts on a terminal")
	})
}
