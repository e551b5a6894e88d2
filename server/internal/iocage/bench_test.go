package iocage_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

// A slowLister is an iocage that takes a moment to list its (empty) jails.
type slowLister struct{ runs atomic.Int64 }

func (l *slowLister) Run(context.Context, ...string) (iocage.Output, error) {
	l.runs.Add(1)
	time.Sleep(time.Millisecond)
	return iocage.Output{Stdout: []byte("JID  UUID  BOOT  STATE  TAG  TYPE  IP4\n")}, nil
}

// Measures how many requests one run of iocage answers, by the number of
// clients that ask all the time.
func BenchmarkListJailsShared(b *testing.B) {
	for _, clients := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			var lister slowLister
			c := client(&lister)
			var left atomic.Int64
			left.Store(int64(b.N))
			var wg sync.WaitGroup
			b.ResetTimer()
			for range clients {
				wg.Go(func() {
					for left.Add(-1) >= 0 {
						_, err := c.List(b.Context())
						if err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
			require.LessOrEqual(b, lister.runs.Load(), int64(b.N))
			b.ReportMetric(float64(b.N)/float64(lister.runs.Load()), "requests/run")
		})
	}
}
