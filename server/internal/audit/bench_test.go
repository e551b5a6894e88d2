package audit_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/audit"
)

// The time of one change if so many begin at once: each is on the disk before it
// is made.
func BenchmarkChangesAtOnce(b *testing.B) {
	for _, clients := range []int{1, 4, 16, 64} {
		b.Run(fmt.Sprint(clients), func(b *testing.B) {
			l, err := audit.Open(filepath.Join(b.TempDir(), "audit"), audit.Options{Timeout: time.Minute, Logger: slog.New(slog.DiscardHandler)})
			require.NoError(b, err)
			defer l.Close()
			changes := make(chan struct{})
			var wg sync.WaitGroup
			for range clients {
				wg.Go(func() {
					for range changes {
						if err := l.Begins(context.Background(), change()); err != nil {
							b.Error(err)
						}
					}
				})
			}
			for b.Loop() {
				changes <- struct{}{}
			}
			close(changes)
			wg.Wait()
		})
	}
}
