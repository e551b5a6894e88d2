package jail_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance/internal/jail"
)

// manyRows are jails with a tag of their own each, but for the first two.
func manyRows(n int) []jail.Row {
	rows := make([]jail.Row, n)
	for i := range rows {
		rows[i] = jail.Row{UUID: fmt.Sprint("uuid-", i), Tag: fmt.Sprint("jail", max(1, i)), State: "down"}
	}
	return rows
}

func TestPlainJails(t *testing.T) {
	rows := append(manyRows(4), jail.Row{UUID: "u", Tag: "two words"})
	require.Equal(t, []string{"uuid-2", "uuid-3"}, jail.UUIDs(jail.Plain(rows)))
}

// A host with very many jails is no more work for each of them: it was a copy of all
// of them for each. The race detector has package regexp forget every fourth machine.
func TestPlainJailsOfMany(t *testing.T) {
	rows := manyRows(2000)
	require.Less(t, testing.AllocsPerRun(1, func() { jail.Plain(rows) }), 1500.0)
}

func TestSameOthers(t *testing.T) {
	before, after := manyRows(3), manyRows(3)
	after[1].State = "up"
	require.NoError(t, jail.SameOthers(before, after, "uuid-1"))
	require.ErrorContains(t, jail.SameOthers(before, after, "uuid-2"), "changed another jail")
	require.ErrorContains(t, jail.SameOthers(before, after[1:], "uuid-1"), "changed another jail")
}
