package conformance_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// Each check is in one shard, whatever their number, and all are of a size.
func TestShardsAreAllChecks(t *testing.T) {
	all, err := conformance.List(conformance.Options{Editions: edition.Editions})
	require.NoError(t, err)
	for _, of := range []int{1, 2, 3, 7, 100} {
		seen := map[string]int{}
		for number := 1; number <= of; number++ {
			part, err := conformance.List(conformance.Options{Editions: edition.Editions, Shard: conformance.Shard{Number: number, Of: of}})
			require.NoError(t, err)
			require.InDelta(t, len(all)/of, len(part), 1)
			for _, c := range part {
				seen[c.Edition.Name+"/"+c.ID]++
			}
		}
		require.Len(t, seen, len(all))
		for name, count := range seen {
			require.Equal(t, 1, count, name)
		}
	}
}

func TestParseShard(t *testing.T) {
	for _, text := range []string{"1/1", "2/4", "10/10"} {
		s, err := conformance.ParseShard(text)
		require.NoError(t, err)
		require.Equal(t, text, s.String())
	}
	for _, text := range []string{"", "1", "0/2", "3/2", "-1/2", "1/0", "1/2 ", "1/2/3", "01/2", "a/b", "1/2x"} {
		_, err := conformance.ParseShard(text)
		require.ErrorContains(t, err, "use I/N", text)
	}
}
