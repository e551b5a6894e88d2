package fakeiocage_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

// A jail among very many is found, started and stopped as fast as one among
// few.
func BenchmarkOneAmongMany(b *testing.B) {
	for _, jails := range []int{10, 10_000} {
		h, err := fakeiocage.NewHost(fakeiocage.DefaultSeed())
		require.NoError(b, err)
		runOn(h, noon, []string{"create", "tag=many", fmt.Sprint("count=", jails)})
		runOn(h, noon, []string{"create", "tag=www"})
		for _, args := range [][]string{{"get", "all", "www"}, {"set", "notes=x", "www"}} {
			b.Run(fmt.Sprintf("%s-of-%d", args[0], jails), func(b *testing.B) {
				for b.Loop() {
					runOn(h, noon, args)
				}
			})
		}
	}
}
