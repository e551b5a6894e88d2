package effect

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// Each name is an action of an edition, and stands in one list.
func TestActions(t *testing.T) {
	known := map[string]bool{}
	for _, e := range edition.Editions {
		for _, action := range e.Actions {
			known[action] = true
		}
	}
	for _, action := range slices.Concat(readers, starters, makers) {
		require.True(t, known[action], action)
		delete(known, action)
	}
}
