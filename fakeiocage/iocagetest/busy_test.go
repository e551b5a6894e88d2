package iocagetest_test

import (
	"context"
	"os/exec"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage/iocagetest"
)

// A host is usable at once, even while the test's process starts other
// programs.
func TestBusyProcess(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	var others sync.WaitGroup
	defer others.Wait()
	defer stop()
	for range 4 {
		others.Go(func() {
			for ctx.Err() == nil {
				_ = exec.Command("true").Run()
			}
		})
	}
	for range 40 {
		host := iocagetest.New(t, one("db", "up"))
		require.NoError(t, host.Command("iocage", "list").Run())
	}
}
