package audit_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/audit"
	"github.com/sysadm-go/sysadm/server/internal/auth"
)

// A clogged pipe hangs as a disk does. Nobody waits for it for long, no change
// begins, and what waits is written when the pipe can be written to again.
func TestADiskThatHangs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit")
	require.NoError(t, syscall.Mkfifo(path, 0o600))
	var told buffer
	l, err := audit.Open(path, audit.Options{Timeout: 50 * time.Millisecond, Logger: slog.New(slog.NewTextHandler(&told, nil))})
	require.NoError(t, err)
	ctx := context.Background()
	require.NoError(t, l.Begins(ctx, change()))

	pipe, err := os.OpenFile(path, os.O_RDWR, 0)
	require.NoError(t, err)
	defer pipe.Close()
	require.NoError(t, pipe.SetWriteDeadline(time.Now().Add(20*time.Millisecond)))
	_, err = pipe.Write(bytes.Repeat([]byte("\n"), 1<<20))
	require.ErrorIs(t, err, os.ErrDeadlineExceeded, "it is full")

	require.EqualError(t, l.Begins(ctx, change()), "nothing was done, for the audit log cannot be written: the disk hangs")
	began := time.Now()
	for range 100 {
		require.Error(t, l.Begins(ctx, change()))
	}
	l.Login(ctx, auth.Event{Kind: auth.LoggedIn, User: "mallory", Address: far})
	require.Less(t, time.Since(began), time.Second, "once it is known, nobody waits")
	require.Equal(t, 2, l.Waiting())
	require.Contains(t, told.String(), `msg="cannot write the audit log" event=login user=mallory reason="the disk hangs"`)

	read := make(chan string)
	go func() {
		text := make([]byte, 4<<20)
		n := 0
		for n == 0 || !bytes.Contains(text[:n], []byte("mallory")) {
			more, _ := pipe.Read(text[n:])
			n += more
		}
		read <- string(text[:n])
	}()
	got := <-read
	require.Equal(t, 2, strings.Count(got, `"event":"begin"`), "of a change that was made, and of the first that was not")
	require.Eventually(t, func() bool { return l.Waiting() == 0 }, time.Minute, time.Millisecond)
	require.NoError(t, l.Begins(ctx, change()))
	require.NoError(t, l.Close())
}

// A buffer may be written to and read at the same time.
type buffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *buffer) Write(text []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(text)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}
