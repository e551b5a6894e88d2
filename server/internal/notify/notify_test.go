package notify_test

import (
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/notify"
)

func TestSend(t *testing.T) {
	folder, err := os.MkdirTemp("", "notify") // the name of a socket must be short
	require.NoError(t, err)
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "s")
	manager, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	require.NoError(t, err)
	defer manager.Close()

	require.NoError(t, notify.Send(path, notify.Ready))
	require.NoError(t, manager.SetReadDeadline(time.Now().Add(time.Minute)))
	got := make([]byte, 100)
	n, err := manager.Read(got)
	require.NoError(t, err)
	require.Equal(t, "READY=1", string(got[:n]))
}

func TestNobodyToTell(t *testing.T) {
	require.NoError(t, notify.Send("", notify.Ready))
	require.ErrorContains(t, notify.Send("/nowhere/at/all", notify.Ready), "cannot tell the service manager READY=1: ")
	require.Error(t, notify.Send("@nobody-listens-here", notify.Ready))
}
