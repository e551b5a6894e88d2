package server

import (
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// The files are read under a lock, and a disk may hang.
func TestHandshakesDoNotWaitForFiles(t *testing.T) {
	folder := t.TempDir()
	c, err := OpenCertificate(filepath.Join(folder, "tls.crt"), filepath.Join(folder, "tls.key"), slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	c.mu.Lock()
	defer c.mu.Unlock()
	pair, err := c.forHandshake(nil)
	require.NoError(t, err)
	require.Equal(t, c.leaf(), pair.Leaf)
}
