package conformance

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// manyRows are jails with a tag of their own each, but for the first two.
func manyRows(n int) []jailRow {
	rows := make([]jailRow, n)
	for i := range rows {
		rows[i] = jailRow{uuid: fmt.Sprint("uuid-", i), tag: fmt.Sprint("jail", max(1, i)), state: "down"}
	}
	return rows
}

func TestPlainJails(t *testing.T) {
	rows := append(manyRows(4), jailRow{uuid: "u", tag: "two words"})
	require.Equal(t, []string{"uuid-2", "uuid-3"}, uuids(plainJails(rows)))
}

// A host with very many jails is no more work for each of them: it was a copy of all
// of them for each. The race detector has package regexp forget every fourth machine.
func TestPlainJailsOfMany(t *testing.T) {
	rows := manyRows(2000)
	require.Less(t, testing.AllocsPerRun(1, func() { plainJails(rows) }), 1500.0)
}

func TestSameOthers(t *testing.T) {
	before, after := manyRows(3), manyRows(3)
	after[1].state = "up"
	require.NoError(t, sameOthers(before, after, "uuid-1"))
	require.ErrorContains(t, sameOthers(before, after, "uuid-2"), "changed another jail")
	require.ErrorContains(t, sameOthers(before, after[1:], "uuid-1"), "changed another jail")
}
