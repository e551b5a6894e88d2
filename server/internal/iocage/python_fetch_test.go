package iocage

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Only blanks end the word that counts: with another character the name is
// refused (ruling 9).
func TestFetchReleaseRefusesControlCharacters(t *testing.T) {
	for _, asked := range []string{"10.3\n-RELEASE", "10.3-RELEASE\t(EOL)", "\r10.3-RELEASE", "10.3-RELEASE\x00"} {
		_, _, err := FetchRelease(asked)
		require.ErrorContains(t, err, "must not hold control characters", "%q", asked)
	}
	release, _, err := FetchRelease(" 10.3-RELEASE (EOL)")
	require.NoError(t, err)
	require.Equal(t, "10.3-RELEASE", release)
}
