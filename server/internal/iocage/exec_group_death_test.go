//go:build linux || freebsd

package iocage_test

import (
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A killed server leaves no command running.
func TestExecDiesWithTheServer(t *testing.T) {
	pid := childPID(t)
	server := exec.Command(plays(t, "server").Program)
	require.NoError(t, server.Start())
	command := pid.await()
	require.NoError(t, server.Process.Kill())
	require.Error(t, server.Wait())
	require.Eventually(t, func() bool { return syscall.Kill(command, 0) == syscall.ESRCH || zombie(command) },
		time.Minute, time.Millisecond)
}
