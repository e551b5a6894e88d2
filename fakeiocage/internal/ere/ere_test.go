package ere_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/ere"
)

func TestMatch(t *testing.T) {
	tests := []struct{ expression, matches, not string }{
		{"", "|a", ""},
		{"b", "b|abc", "|B"},
		{"b$", "b|ab", "abc"},
		{"^b", "b|bc", "ab"},
		{"^$", "", "a"},
		{"a|b$", "ac|b|cb", "bc"},
		{"a.c", "abc|aéc", "ac|abbc"},
		{"^ab*c$", "ac|abbbc", "abb|adc"},
		{"^ab+c$", "abc|abbc", "ac"},
		{"^ab?c$", "ac|abc", "abbc"},
		{"^a**$", "|aaa", "b"},
		{"^(ab|c)+$", "ab|cab|ccc", "|a|aba"},
		{"^((a*)*)*$", "|aaaa", "ab"},
		{"^a{2}$", "aa", "a|aaa"},
		{"^a{2,}$", "aa|aaaaa", "a"},
		{"^a{1,3}$", "a|aaa", "|aaaa"},
		{"^(a|bc){2,3}$", "abc|bcabc", "a|aaaa"},
		{"^a{x}{", "a{x}{", "a"},
		{"^[abx-z]+$", "abxyz", "|w|c"},
		{"^[^ab]$", "c|é", "a|b"},
		{"^[]a-]+$", "]a-", "b"},
		{"^[[:digit:][:upper:]_]+$", "1A_", "a"},
		{"^[[:punct:]]$", "-|_|~", "a| "},
		{`^\.\*\\$`, `.*\`, `ab\`},
		{"^(|a)b()$", "b|ab", "a"},
	}
	for _, tt := range tests {
		t.Run(tt.expression, func(t *testing.T) {
			e, err := ere.Parse(tt.expression)
			require.NoError(t, err)
			for text := range strings.SplitSeq(tt.matches, "|") {
				require.True(t, e.Match(text), text)
			}
			for text := range strings.SplitSeq(tt.not, "|") {
				require.False(t, tt.not != "" && e.Match(text), text)
			}
		})
	}
}

// An expression that could match in very many ways takes no longer than others.
func TestManyWays(t *testing.T) {
	text := strings.Repeat("a", 255)
	for _, expression := range []string{"^((a{255}){255}){255}$", "^((a*)*)*b$", "^((a|a?)+){9,}b$"} {
		e, err := ere.Parse(expression)
		require.NoError(t, err)
		require.False(t, e.Match(text))
	}
}

func TestRefused(t *testing.T) {
	for expression, want := range map[string]error{
		"(a": ere.ErrOpen, "((a)": ere.ErrOpen, "a)": ere.ErrClose, ")": ere.ErrClose, "a|b)c": ere.ErrClose,
		"[a": ere.ErrBracket, "[": ere.ErrBracket, "[]": ere.ErrBracket, "[^]": ere.ErrBracket, "[a-": ere.ErrBracket, "([a)": ere.ErrBracket,
		"*": ere.ErrUnknown, "a|*": ere.ErrUnknown, "(+)": ere.ErrUnknown, "[b-a]": ere.ErrUnknown, "[[:no:]]": ere.ErrUnknown,
		`\w`: ere.ErrUnknown, `a\`: ere.ErrUnknown, "a{2,1}": ere.ErrUnknown, "a{256}": ere.ErrUnknown,
		strings.Repeat("a", 257): ere.ErrUnknown,
	} {
		_, err := ere.Parse(expression)
		require.Equal(t, want, err, "%q", expression)
	}
}

// FuzzMatch checks that expressions that package regexp accepts mean the same
// to it.
func FuzzMatch(f *testing.F) {
	for _, seed := range []string{"a", "(a|b)*c$", "[^a-c]x{2,3}", "^a?.+", "[[:alpha:]]b|c", `\.`, "(a*)*b", "((a|ab)(c|bcd))(d*)", "a{0}b", "()|x", "]{"} {
		f.Add(seed, "aababcd.x")
	}
	f.Fuzz(func(t *testing.T, expression, text string) {
		e, err := ere.Parse(expression)
		theirs, err2 := regexp.CompilePOSIX(expression)
		different := strings.Contains(text, "\n") || strings.Contains(expression, "[") && strings.ContainsAny(expression, `\.=`)
		if err != nil || err2 != nil || different || len(text) > 100 {
			return
		}
		require.Equal(t, theirs.MatchString(text), e.Match(text), "%q in %q", expression, text)
	})
}
