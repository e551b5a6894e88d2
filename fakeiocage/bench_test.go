package fakeiocage_test

import (
	"fmt"
	"testing"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

// BenchmarkRun measures runs on hosts in a folder, without the start of a
// process: about what a caller waits for.
func BenchmarkRun(b *testing.B) {
	for _, jails := range []int{1, 1000, 10000} {
		h, err := fakeiocage.OpenHost(b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		runOn(h, noon, []string{"create", "tag=a", fmt.Sprint("count=", max(2, jails))})
		for _, args := range [][]string{{"list"}, {"get", "tag", "a_1"}, {"set", "notes=x", "a_1"}, {"reboot", "a_1"}} {
			b.Run(fmt.Sprint(args[0], "-", jails), func(b *testing.B) {
				for b.Loop() {
					runOn(h, noon, args)
				}
			})
		}
	}
}
