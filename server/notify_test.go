package server_test

import (
	"io"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

// The service manager is told when the server is ready and when it stops.
func TestServiceManagerIsTold(t *testing.T) {
	folder, err := os.MkdirTemp("", "sysadm") // the name of a socket must be short
	require.NoError(t, err)
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "s")
	manager, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	require.NoError(t, err)
	defer manager.Close()

	environment := map[string]string{
		"NOTIFY_SOCKET": path, "SYSADM_WS_ADDR": "127.0.0.1:0", "SYSADM_REST_ADDR": "127.0.0.1:0",
		"SYSADM_CONFIG": "/dev/null", "SYSADM_STATE_DIR": filepath.Join(folder, "state"),
		"SYSADM_TLS_CERT": filepath.Join(folder, "c"), "SYSADM_TLS_KEY": filepath.Join(folder, "k"),
		"SYSADM_USERS": filepath.Join(folder, "users"),
	}
	require.NoError(t, os.WriteFile(environment["SYSADM_USERS"], nil, 0o600))
	status := make(chan int)
	go func() {
		status <- server.Main([]string{"serve"}, server.Env{
			Stdout: io.Discard, Stderr: io.Discard,
			Getenv: func(name string) string { return environment[name] },
		})
	}()
	require.Equal(t, "READY=1", datagram(t, manager))
	require.NoError(t, syscall.Kill(os.Getpid(), syscall.SIGTERM))
	require.Equal(t, "STOPPING=1", datagram(t, manager))
	require.Zero(t, <-status)
}

func datagram(t *testing.T, conn *net.UnixConn) string {
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(time.Minute)))
	text := make([]byte, 100)
	n, err := conn.Read(text)
	require.NoError(t, err)
	return string(text[:n])
}
