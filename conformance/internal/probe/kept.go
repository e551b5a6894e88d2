package probe

import (
	"context"
	"errors"
	"os"
	"sync"
)

// A Kept sends requests on connections that it keeps for the next ones, for as
// long as the server leaves them open. Requests sent at the same time have a
// connection each.
type Kept struct {
	Server Server

	mu   sync.Mutex
	idle []*restConn
}

// Do sends a request and reads the answer. A server may close a connection
// between two requests, as that of 2016 does after each: a request that finds it
// closed is sent again, on another one.
func (k *Kept) Do(ctx context.Context, r Request) (Reply, error) {
	conn, used := k.take()
	if !used {
		var err error
		if conn, err = k.Server.openREST(ctx); err != nil {
			return Reply{}, err
		}
	}
	reply, err := k.Server.exchange(ctx, conn, r, "keep-alive")
	if err != nil || reply.last || conn.in.Buffered() > 0 {
		_ = conn.Close()
	} else {
		k.put(conn)
	}
	if err != nil && used && !reply.begun && ctx.Err() == nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		return k.Do(ctx, r)
	}
	return reply.Reply, err
}

// take returns the connection that was used last, if there is one.
func (k *Kept) take() (conn *restConn, used bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	last := len(k.idle) - 1
	if last < 0 {
		return nil, false
	}
	conn = k.idle[last]
	k.idle = k.idle[:last]
	return conn, true
}

func (k *Kept) put(conn *restConn) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.idle = append(k.idle, conn)
}

// Close closes the connections that are not in use.
func (k *Kept) Close() {
	for conn, used := k.take(); used; conn, used = k.take() {
		_ = conn.Close()
	}
}
