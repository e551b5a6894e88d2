package conformance

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A right server whose ids are random writes each short text into its logs some
// day.
func TestShortPasswordsAreNotLookedFor(t *testing.T) {
	checks, err := List(Options{Editions: []edition.Edition{edition.Default}, Run: []string{"logs.secrets.*"}})
	require.NoError(t, err)
	for password, skipped := range map[string]int{"pw": 2, "administ": 2, "long enough": 0} {
		e := Endpoint{WS: "wss://a:1", REST: "https://a:2", User: "administrator", Password: password}
		n := 0
		for _, c := range checks {
			if word, _ := c.Unmet(Options{}, e); word != "" {
				n++
			}
		}
		require.Equal(t, skipped, n, password)
	}
}
