package link_test

import (
	"bytes"
	"io"
	"net"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/link"
)

// pair returns the two ends of a TCP connection with small buffers.
func pair(t *testing.T) (near, far net.Conn) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	near, err = net.Dial("tcp", l.Addr().String())
	require.NoError(t, err)
	far, err = l.Accept()
	require.NoError(t, err)
	require.NoError(t, near.(*net.TCPConn).SetWriteBuffer(64<<10))
	require.NoError(t, far.(*net.TCPConn).SetReadBuffer(64<<10))
	t.Cleanup(func() { near.Close(); far.Close() })
	return near, far
}

// The callback is called before a writer waits, and only then, and all of the
// text arrives.
func TestOnWait(t *testing.T) {
	near, far := pair(t)
	c := link.New(near)
	waits := make(chan struct{}, 1)
	c.OnWait(func() { waits <- struct{}{} })
	_, err := c.Write([]byte("short "))
	require.NoError(t, err)
	require.Empty(t, waits)

	long := bytes.Repeat([]byte("0123456789abcdef"), 1<<17) // more than the system takes at once
	var writing sync.WaitGroup
	writing.Go(func() {
		n, err := c.Write(long)
		require.NoError(t, err)
		require.Equal(t, len(long), n)
		require.NoError(t, c.Close())
	})
	<-waits
	got, err := io.ReadAll(far)
	require.NoError(t, err)
	require.True(t, bytes.Equal(append([]byte("short "), long...), got))
	writing.Wait()
}

func TestNobodyIsTold(t *testing.T) {
	near, far := pair(t)
	c := link.New(near)
	c.OnWait(func() { t.Error("nobody waits") })
	c.OnWait(nil)
	var reading sync.WaitGroup
	reading.Go(func() { _, _ = io.Copy(io.Discard, far) })
	_, err := c.Write(make([]byte, 1<<20))
	require.NoError(t, err)
	require.NoError(t, c.Close())
	reading.Wait()
}

func TestWriteFails(t *testing.T) {
	near, _ := pair(t)
	c := link.New(near)
	told := 0
	c.OnWait(func() { told++ })
	require.NoError(t, near.Close())
	n, err := c.Write([]byte("x"))
	require.ErrorIs(t, err, net.ErrClosed)
	require.Zero(t, n)
}

// On a connection that is not the system's, any write may wait.
func TestOtherConnections(t *testing.T) {
	near, far := net.Pipe()
	c := link.New(near)
	told := 0
	c.OnWait(func() { told++ })
	var reading sync.WaitGroup
	reading.Go(func() { _, _ = io.Copy(io.Discard, far) })
	_, err := c.Write([]byte("x"))
	require.NoError(t, err)
	require.Equal(t, 1, told)
	require.NoError(t, c.Close())
	reading.Wait()
}
