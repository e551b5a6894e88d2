package inventory_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance/internal/inventory"
)

func TestInventoryChanges(t *testing.T) {
	type jails = map[string]map[string]string
	before := inventory.Inventory{Whole: true, Pool: "tank", Jails: jails{
		"u1": {"tag": "www", "state": "up", "boot": "on"}, "u2": {"tag": "test", "state": "down"},
	}}
	for _, c := range []struct {
		name, jail, pool string
		after            inventory.Inventory
		want             []inventory.Change
	}{
		{name: "same", after: before},
		{name: "asked for less", after: inventory.Inventory{Jails: jails{"u1": {"tag": "www", "state": "up"}, "u2": {"tag": "test"}}}},
		{
			name: "others", after: inventory.Inventory{Whole: true, Jails: jails{"u1": {"tag": "www", "state": "down"}, "u3": {"tag": "conformance-other-x"}}},
			want: []inventory.Change{
				{Text: "jail u1 (www): state was up, and is down"}, {Text: "jail u2 (test) is gone"},
				{Text: "jail u3 (conformance-other-x) is new"}, {Text: "the active pool was tank, and is none"},
			},
		},
		{
			name: "ours", jail: "test", pool: "zroot",
			after: inventory.Inventory{Whole: true, Pool: "zroot", Jobs: []string{"conformance-run-1"}, Jails: jails{
				"u1": {"tag": "www", "state": "up", "boot": "on"}, "u2": {"tag": "test", "state": "up"}, "u3": {"tag": "conformance-run-x"},
			}},
			want: []inventory.Change{
				{Text: "jail u2 (test): state was down, and is up", Ours: true}, {Text: "jail u3 (conformance-run-x) is new", Ours: true},
				{Text: "the active pool was tank, and is zroot", Ours: true}, {Text: "job conformance-run-1 has not ended", Ours: true},
			},
		},
	} {
		require.Equal(t, c.want, before.Changes(c.after, "run", c.jail, c.pool), c.name)
	}
}
