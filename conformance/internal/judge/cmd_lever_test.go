package judge

import (
	"context"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"
)

// Others in the process may close connections of the client that all share.
func TestLeversAmongOtherClients(t *testing.T) {
	host := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer host.Close()
	ctx, stop := context.WithCancel(t.Context())
	var others sync.WaitGroup
	others.Go(func() {
		for ctx.Err() == nil {
			http.DefaultClient.CloseIdleConnections()
			runtime.Gosched()
		}
	})
	var working errgroup.Group
	for range 8 {
		working.Go(func() (err error) {
			for i := 0; i < 1000 && err == nil; i++ {
				err = work(t.Context(), host.URL, []string{"reset"}, []byte("x"))
			}
			return err
		})
	}
	err := working.Wait()
	stop()
	others.Wait()
	require.NoError(t, err)
}
