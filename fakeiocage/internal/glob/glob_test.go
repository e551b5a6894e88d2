package glob_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/glob"
)

// Match agrees with the regular expression that says the same.
func TestMatch(t *testing.T) {
	words := strings.NewReplacer(`\*`, `.*`, `\?`, `.`)
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.StringMatching(`[ab*?]{0,8}`).Draw(t, "pattern")
		text := rapid.StringMatching(`[ab]{0,8}`).Draw(t, "text")
		want := regexp.MustCompile("^" + words.Replace(regexp.QuoteMeta(pattern)) + "$").MatchString(text)
		require.Equal(t, want, glob.Match(pattern, text))
	})
}

// The time does not explode with many stars.
func TestManyStars(t *testing.T) {
	require.False(t, glob.Match(strings.Repeat("*a", 1000)+"b", strings.Repeat("a", 10000)))
	require.True(t, glob.Match("*\xff?", "x\xff\x00"))
}
