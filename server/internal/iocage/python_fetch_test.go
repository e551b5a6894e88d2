package iocage_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

// Of a name the first word counts, and only a blank ends it: with another character
// the name is refused (ruling 9).
func TestFetchRelease(t *testing.T) {
	name, command, err := iocage.FetchRelease("  10.1-RELEASE (EOL)")
	require.NoError(t, err)
	require.Equal(t, "10.1-RELEASE", name)
	require.Equal(t, "iocage fetch --verify -r 10.1-RELEASE", command)
	for asked, want := range map[string]string{
		"":                       "the release's name must not be empty",
		"  ":                     "the release's name must not be empty",
		"a\u00a0(EOL)":           "the release's name must be a letter or digit, then letters, digits and any of _ . : + @ -",
		"10.1\n-RELEASE":         "the release's name must not hold control characters",
		"10.1-RELEASE\t(EOL)":    "the release's name must not hold control characters",
		"-x":                     "the release's name must be a letter or digit, then letters, digits and any of _ . : + @ -",
		"a/b":                    "the release's name must be a letter or digit, then letters, digits and any of _ . : + @ -",
		"..":                     "the release's name must be a letter or digit, then letters, digits and any of _ . : + @ -",
		`"a"`:                    "the release's name must be a letter or digit, then letters, digits and any of _ . : + @ -",
		"\r10.3-RELEASE":         "the release's name must not hold control characters",
		"a\x00b":                 "the release's name must not hold control characters",
		strings.Repeat("x", 65):  "the release's name is 65 bytes long: 64 are allowed",
		strings.Repeat("x", 300): "the release's name is 300 bytes long: 64 are allowed",
	} {
		_, _, err := iocage.FetchRelease(asked)
		require.EqualError(t, err, want, asked)
	}
}
