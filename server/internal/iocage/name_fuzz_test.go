package iocage_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

// For any name that a client sends, iocage gets it unchanged, as one argument
// that is neither a switch nor a pattern, or not at all.
func FuzzNames(f *testing.F) {
	for _, name := range []string{"www", "-f", "a b", "ALL", "default", "x\x00", "te.t", "../x", "$(x)", "\u2028", strings.Repeat("x", 256)} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		p := prints("x:y\n")
		c := client(p)
		_, _ = c.Start(t.Context(), name)
		_, _ = c.Settings(t.Context(), name)
		_ = c.Cap(t.Context(), name)
		_, _ = c.Clone(t.Context(), name, nil)
		_, _ = c.Stop(t.Context(), name)
		for _, command := range p.asked {
			require.True(t, slices.Contains(command, name) || !slices.Contains(command, "cap"), "%q", command)
			for _, word := range command[1:] {
				require.False(t, word == "" || strings.HasPrefix(word, "-") || strings.Contains(word, " -"), "%q", command)
				require.False(t, strings.ContainsFunc(word, unicode.IsControl), "%q", command)
				require.False(t, strings.ContainsAny(word, `[](){}*?|\^$/`), "%q", command)
				require.NotContains(t, strings.Fields(word), "ALL")
				require.LessOrEqual(t, len(word), 255)
			}
		}
	})
}
