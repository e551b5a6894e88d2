package report

import (
	"strings"
	"testing"
	"unicode/utf8"

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
	f.Fuzz(func(t *testing.T, text, pointer string) {
		at := locate(text, pointer)
		require.True(t, 0 <= at && at <= len(text))
		require.True(t, utf8.ValidString(around(text, pointer, 80, 0)))
	})
}
