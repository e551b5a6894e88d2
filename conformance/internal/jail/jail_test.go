package jail_test

import (
	"fmt"
	"maps"
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

// Both ways to list jails are read alike, whatever the keys of the younger one.
func TestRowsOfBothShapes(t *testing.T) {
	member := func(tag, state, jid string) map[string]any {
		return map[string]any{"tag": tag, "state": state, "jid": jid, "boot": "on", "type": "jail", "ip4": "-"}
	}
	older := map[string]any{"uuid-1": member("one", "down", "-"), "uuid-2": member("two", "up", "7")}
	younger := map[string]any{}
	for key, uuid := range map[string]string{"-": "uuid-1", "7": "uuid-2"} {
		row := maps.Clone(older[uuid].(map[string]any))
		row["uuid"] = uuid
		younger[key] = row
	}
	want := []jail.Row{
		{UUID: "uuid-1", Tag: "one", Boot: "on", Kind: "jail", State: "down", JID: "-", IP4: "-"},
		{UUID: "uuid-2", Tag: "two", Boot: "on", Kind: "jail", State: "up", JID: "7", IP4: "-"},
	}
	require.Equal(t, want, jail.Rows(older))
	require.Equal(t, want, jail.Rows(map[string]any{"jails": younger}))
	require.Empty(t, jail.Rows(map[string]any{"jails": map[string]any{}}))
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
