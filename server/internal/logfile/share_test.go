package logfile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Those who write during an fsync share the next one, and its error: the lines of
// all are then lost.
func TestWritersShareAnFsync(t *testing.T) {
	const writers = 8
	path := filepath.Join(t.TempDir(), "log")
	f, err := Open(path)
	require.NoError(t, err)
	defer f.Close()
	fsyncs, broken := 0, errors.New("the disk is broken")
	f.batch.sync = sync.OnceValue(func() error { fsyncs++; return broken })

	f.syncing.Lock()
	told := make(chan error, writers)
	for range writers {
		go func() { told <- f.WriteThrough([]byte("line\n")) }()
	}
	require.Eventually(t, func() bool {
		text, err := os.ReadFile(path)
		return err == nil && strings.Count(string(text), "\n") == writers
	}, time.Minute, time.Millisecond, "nobody waits to write")
	f.syncing.Unlock()
	for range writers {
		require.ErrorIs(t, <-told, broken)
	}
	require.Equal(t, 1, fsyncs)
	require.NoError(t, f.WriteThrough([]byte("line\n")), "the next lines have an fsync of their own")
}

// A file is left only when the lines of all who wait are on the disk, also of one
// whose fsync is about to begin.
func TestLeavingAFileThatIsWaitedFor(t *testing.T) {
	f, err := Open(filepath.Join(t.TempDir(), "log"))
	require.NoError(t, err)
	defer f.Close()
	begins, waits := f.batch, newBatch(f.file)
	begins.asked, waits.asked = true, true
	f.begin(begins)
	f.batch = waits
	require.NoError(t, f.Reopen())
	require.NoError(t, begins.sync(), "not of a closed file")
	require.NoError(t, waits.sync())
}
