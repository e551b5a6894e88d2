package prop_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/prop"
)

// The documents list 109 default settings and 106 settings of a jail; 115
// names in all (EDITIONS, item 11).
func TestTableCounts(t *testing.T) {
	var defaults, jail int
	seen := map[string]bool{}
	for _, p := range prop.Table {
		require.False(t, seen[p.Name], "%s stands twice", p.Name)
		seen[p.Name] = true
		if !p.NoDefault {
			defaults++
		}
		if p.Group != prop.ZFS {
			jail++
		}
	}
	require.Len(t, prop.Table, 115)
	require.Equal(t, 109, defaults)
	require.Equal(t, 106, jail)
}

func TestFind(t *testing.T) {
	p, ok := prop.Find("memoryuse")
	require.True(t, ok)
	require.Equal(t, "8G:log", p.Default)

	_, ok = prop.Find("MEMORYUSE")
	require.False(t, ok, "names are case-sensitive")
}
