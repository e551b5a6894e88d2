package server_test

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

// login is the request with which a cycle logs in; subscribe follows it.
const (
	login     = `{"namespace":"rpc","name":"auth","id":"in","args":{"username":"admin","password":"secret"}}`
	subscribe = `{"namespace":"events","name":"subscribe","id":"on","args":["dispatcher","system-state"]}`
)

// stay is how many more goroutines than before the server may keep for later
// requests: the number that work at once varies from cycle to cycle.
const stay = 20

// Connections that come and go in any way leave no goroutine (start checks the
// others) and no open file behind.
func TestCycles(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Limits: server.Limits{AnonymousRate: -1}})
	ways := []func(*testing.T, *target){leaveWell, resetWhileIdle, resetUnread, resetInAFrame, resetInAHandshake, resetInTheUpgrade, restOnce}
	for _, leave := range ways {
		leave(t, tg) // first make whatever is made only once
	}
	files, goroutines := openFiles(t), runtime.NumGoroutine()
	for i := range cycles() {
		ways[i%len(ways)](t, tg)
	}
	require.Eventually(t, func() bool {
		return openFiles(t) <= files && runtime.NumGoroutine() <= goroutines+stay
	}, timeout, tick, "files %d, goroutines %d before", files, goroutines)
}

func cycles() int {
	if testing.Short() {
		return 30 * 7 // more of each way than may stay
	}
	return 1001
}

// openFiles returns how many files this process has open, or 0 where the system
// does not tell.
func openFiles(t *testing.T) int {
	for _, folder := range []string{"/proc/self/fd", "/dev/fd"} {
		if open, err := os.ReadDir(folder); err == nil {
			return len(open)
		}
	}
	t.Log("this system does not list open files: they are not counted")
	return 0
}

// subscribed returns a connection that is logged in and subscribed.
func subscribed(t *testing.T, tg *target) framed {
	conn := tg.upgraded(t)
	for _, message := range []string{login, subscribe} {
		_, err := io.WriteString(conn, frame(fin|text, message))
		require.NoError(t, err)
		_, err = nextFrame(conn.reader)
		require.NoError(t, err)
	}
	return conn
}

func leaveWell(t *testing.T, tg *target) {
	conn := subscribed(t, tg)
	_, err := io.WriteString(conn, closed(1000, "bye"))
	require.NoError(t, err)
	_, err = io.Copy(io.Discard, conn.reader)
	require.NoError(t, err)
	require.NoError(t, conn.Close())
}

func resetWhileIdle(t *testing.T, tg *target) { reset(t, subscribed(t, tg).Conn) }

func resetUnread(t *testing.T, tg *target) {
	conn := subscribed(t, tg)
	_, err := io.WriteString(conn, frame(fin|text, listJails)+frame(fin|ping, "p")+frame(fin|text, listJails))
	require.NoError(t, err)
	reset(t, conn.Conn)
}

func resetInAFrame(t *testing.T, tg *target) {
	conn := subscribed(t, tg)
	_, err := io.WriteString(conn, frame(fin|text, listJails)[:20])
	require.NoError(t, err)
	reset(t, conn.Conn)
}

func resetInTheUpgrade(t *testing.T, tg *target) {
	conn := tg.secure(tg.addresses()[0])
	_, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: webso")
	require.NoError(t, err)
	reset(t, conn)
}

// resetInAHandshake sends a client's first bytes, then resets the connection.
func resetInAHandshake(t *testing.T, tg *target) {
	plain, err := net.Dial("tcp", tg.addresses()[0])
	require.NoError(t, err)
	secure := tls.Client(firstWriteOnly{plain}, tg.tls)
	require.Error(t, secure.HandshakeContext(context.Background()))
	require.NoError(t, plain.(*net.TCPConn).SetLinger(0))
	require.NoError(t, plain.Close())
}

// A firstWriteOnly is a connection that returns nothing when read.
type firstWriteOnly struct{ net.Conn }

func (firstWriteOnly) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func restOnce(t *testing.T, tg *target) {
	require.Equal(t, 200, tg.send("PUT", "/rpc/query", "admin:secret", "").StatusCode)
	tg.web.CloseIdleConnections()
}

// reset resets a connection without a close.
func reset(t *testing.T, conn net.Conn) {
	below := conn.(*tls.Conn).NetConn().(*net.TCPConn)
	require.NoError(t, below.SetLinger(0))
	require.NoError(t, below.Close())
}
