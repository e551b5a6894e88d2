package server_test

import (
	"bytes"
	"crypto/tls"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

// served returns the certificate that a new connection gets.
func (tg *target) served() []byte {
	conn, err := tls.Dial("tcp", tg.ready.REST[len("https://"):], &tls.Config{InsecureSkipVerify: true})
	require.NoError(tg.t, err)
	defer conn.Close()
	return conn.ConnectionState().PeerCertificates[0].Raw
}

// replacePair installs the pair of another server, one file at a time.
func (tg *target) replacePair(files ...string) {
	other := tg.t.TempDir()
	_, err := pairIn(other)
	require.NoError(tg.t, err)
	for _, name := range files {
		require.NoError(tg.t, os.Rename(filepath.Join(other, name), filepath.Join(filepath.Dir(tg.ready.CAFile), name)))
	}
}

// A lockedBuffer is a log that can be read while it is written.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func TestCertificateIsRenewed(t *testing.T) {
	log := &lockedBuffer{}
	tg := start(t, server.Options{Runner: host, Logger: slog.New(slog.NewTextHandler(log, nil))})
	first := tg.served()
	session := tg.dial("admin")

	tg.replacePair("tls.crt")
	require.ErrorContains(t, tg.server.Reload(), "cannot use the certificate ")
	require.Equal(t, first, tg.served(), "a certificate without its key is not served")

	tg.replacePair("tls.crt", "tls.key")
	require.NoError(t, tg.server.Reload())
	second := tg.served()
	require.NotEqual(t, first, second)
	require.Contains(t, log.String(), `msg="certificate renewed"`)
	require.Equal(t, "response", session.ask(listJails)["name"], "sessions go on")

	tg.replacePair("tls.crt", "tls.key")
	require.Eventually(t, func() bool { return !bytes.Equal(second, tg.served()) }, time.Minute, 50*time.Millisecond,
		"without a word, too")
}

// The lock is for its owner only: whoever could read it could hold it and keep
// the server from starting.
func TestCertificateLockIsOurs(t *testing.T) {
	dir := t.TempDir()
	_, err := pairIn(dir)
	require.NoError(t, err)
	lock, err := os.Stat(filepath.Join(dir, "tls.crt.lock"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), lock.Mode().Perm())
}
