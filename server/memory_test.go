package server_test

import (
	"flag"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var load = flag.Bool("load", false, "measure memory with 2000 idle connections, and 200 that never read")

// The memory of connections as docs/hardening.md states it, measured from
// outside on a server in its own process:
//
// go test ./server -run TestMemory -load -v

func TestMemoryOfIdleConnections(t *testing.T) {
	n := 200
	if *load {
		n = 2000
	}
	l := lonely(t)
	before := l.memory()
	for range n {
		c := l.upgraded(t)
		t.Cleanup(func() { _ = c.Close() })
		_, err := io.WriteString(c, frame(fin|text, login)+frame(fin|text, subscribe))
		require.NoError(t, err)
		for range 2 {
			_, err = nextFrame(c.reader)
			require.NoError(t, err)
		}
	}
	after := l.memory()
	t.Logf("%d KiB at rest, %d KiB with %d idle connections: %d KiB each", before, after, n, (after-before)/n)
	require.Less(t, after-before, 10<<10+n*80, "KiB; the original server takes 80 for each")
}

// Connections that request large replies and never read.
func TestMemoryOfConnectionsThatNeverRead(t *testing.T) {
	n := 10
	if *load {
		n = 200
	}
	l := lonely(t, "--max-total-unsent", strconv.Itoa(32<<20))
	before, most := l.memory(), 0
	large := frame(fin|text, `{"namespace":"rpc","name":"query","id":"`+strings.Repeat("x", 500_000)+`"}`)
	for range n {
		c := l.upgraded(t)
		t.Cleanup(func() { reset(t, c.Conn) })
		_, err := io.WriteString(c, frame(fin|text, login))
		require.NoError(t, err)
		_, err = nextFrame(c.reader)
		require.NoError(t, err)
		require.NoError(t, c.SetWriteDeadline(time.Now().Add(50*time.Millisecond)))
		for err == nil { // until the server stops reading or hangs up
			_, err = io.WriteString(c, large)
		}
		most = max(most, l.memory())
	}
	t.Logf("%d KiB at rest, at most %d KiB with %d connections that never read", before, most, n)
	require.Less(t, most, 512<<10, "KiB, of which 32 MiB are replies")
	require.Equal(t, 200, l.send("PUT", "/rpc/query", "admin:secret", "").StatusCode, "others are served")
}

// lonely starts a server in its own process, without other clients, with the
// user admin.
func lonely(t *testing.T, flags ...string) life {
	if raceDetector {
		t.Skip("the race detector takes most of the memory that would be measured")
	}
	if _, err := exec.LookPath("ps"); err != nil {
		t.Skip("there is no ps here to tell the memory of a process")
	}
	var files syscall.Rlimit
	require.NoError(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files))
	if *load && files.Cur < 5000 {
		t.Skipf("a process may have %d files here: allow 5000 with ulimit -n", files.Cur)
	}
	dir := t.TempDir()
	addAdmin(t, dir)
	l := live(t, dir, append(flags, "--log-level", "error")...)
	t.Cleanup(func() {
		require.NoError(t, l.process.Process.Signal(syscall.SIGKILL))
		_ = l.process.Wait()
	})
	require.Equal(t, 200, l.send("PUT", "/rpc/query", "admin:secret", "").StatusCode)
	return l
}

// memory returns the resident memory of the server's process, in KiB.
func (l life) memory() int {
	out, err := exec.Command("ps", "-o", "rss=", "-p", fmt.Sprint(l.process.Process.Pid)).Output()
	require.NoError(l.t, err)
	kib, err := strconv.Atoi(strings.TrimSpace(string(out)))
	require.NoError(l.t, err)
	return kib
}
