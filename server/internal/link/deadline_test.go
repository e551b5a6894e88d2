package link_test

import (
	"io"
	"net"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/server/internal/link"
)

// A move sets a deadline some time after the previous move.
type move struct {
	after time.Duration
	until time.Duration // from that moment; zero: never
}

// Moves happen at even times and deadlines pass at odd ones, so no two events
// coincide.
var moves = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) move {
	m := move{after: time.Duration(rapid.IntRange(0, 10).Draw(t, "after")) * 2 * time.Second}
	if rapid.Bool().Draw(t, "is one") {
		m.until = time.Duration(rapid.IntRange(-2, 10).Draw(t, "until"))*2*time.Second + time.Second
	}
	return m
}), 1, 12)

// comes returns the time of the first deadline that passes before it is moved,
// if any.
func comes(all []move) (at time.Duration, ever bool) {
	var now, until time.Duration
	for _, m := range all {
		if now += m.after; until != 0 && until < now {
			return until, true
		}
		if until = 0; m.until != 0 {
			until = max(now+m.until, now)
		}
		if until == now && m.until != 0 {
			return now, true
		}
	}
	return until, until != 0
}

// However the deadline is moved, a wait for the peer ends when the current
// deadline passes.
func TestDeadlines(t *testing.T) {
	calls := map[string]struct {
		set  func(*link.Conn, time.Time) error
		wait func(*link.Conn) error
	}{
		"read":  {(*link.Conn).SetReadDeadline, func(c *link.Conn) error { _, err := c.Read(make([]byte, 1)); return err }},
		"write": {(*link.Conn).SetWriteDeadline, func(c *link.Conn) error { _, err := c.Write([]byte("x")); return err }},
		"both":  {(*link.Conn).SetDeadline, func(c *link.Conn) error { _, err := c.Read(make([]byte, 1)); return err }},
	}
	for name, call := range calls {
		rapid.Check(t, func(rt *rapid.T) {
			all := moves.Draw(rt, "moves")
			at, ever := comes(all)
			var took time.Duration
			var err error
			synctest.Test(t, func(t *testing.T) {
				near, far := net.Pipe()
				c := link.New(near)
				began, ended := time.Now(), make(chan struct{})
				go func() {
					defer close(ended)
					err = call.wait(c)
					took = time.Since(began)
				}()
				for _, m := range all {
					time.Sleep(m.after)
					until := time.Time{}
					if m.until != 0 {
						until = time.Now().Add(m.until)
					}
					_ = call.set(c, until)
					synctest.Wait()
				}
				time.Sleep(time.Hour)
				_ = far.Close()
				<-ended
				_ = near.Close()
			})
			if !ever {
				require.NotErrorIs(rt, err, os.ErrDeadlineExceeded, name)
				return
			}
			require.ErrorIs(rt, err, os.ErrDeadlineExceeded, name)
			require.Equal(rt, at, took, name)
		})
	}
}

// A told connection counts the deadlines that the system is given.
type told struct {
	net.Conn
	times int
}

func (c *told) SetReadDeadline(t time.Time) error {
	c.times++
	return c.Conn.SetReadDeadline(t)
}

// A deadline that is moved on before it passes reaches the system only once.
func TestDeadlinesThatMoveOn(t *testing.T) {
	near, far := pair(t)
	system := &told{Conn: near}
	c := link.New(system)
	buffer := make([]byte, 1)
	for range 1000 {
		require.NoError(t, c.SetReadDeadline(time.Now().Add(time.Hour)))
		_, err := far.Write(buffer)
		require.NoError(t, err)
		_, err = io.ReadFull(c, buffer)
		require.NoError(t, err)
	}
	require.Equal(t, 1, system.times)
}

// A read ended by a deadline can be repeated with another.
func TestDeadlineAgain(t *testing.T) {
	near, far := pair(t)
	c := link.New(near)
	require.NoError(t, c.SetReadDeadline(time.Unix(1, 0)))
	_, err := c.Read(make([]byte, 1))
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
	require.NoError(t, c.SetReadDeadline(time.Time{}))
	_, err = far.Write([]byte("x"))
	require.NoError(t, err)
	n, err := c.Read(make([]byte, 1))
	require.NoError(t, err)
	require.Equal(t, 1, n)
}
