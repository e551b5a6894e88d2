package probe

import (
	"context"
	"errors"
	"os"
)

// A Kept sends requests one after the other on one connection, for as long as
// the server leaves that open. It is used by one goroutine at a time.
type Kept struct {
	Server Server

	conn *restConn // nil: none is open
}

// Do sends a request and reads the answer. A server may close a connection
// between two requests, as that of 2016 does after each: a request that finds it
// closed is sent again, on a new one.
func (k *Kept) Do(ctx context.Context, r Request) (Reply, error) {
	used := k.conn != nil
	if !used {
		var err error
		if k.conn, err = k.Server.openREST(ctx); err != nil {
			return Reply{}, err
		}
	}
	reply, err := k.Server.exchange(ctx, k.conn, r, "keep-alive")
	if err != nil || reply.last {
		k.Close()
	}
	if err != nil && used && !reply.begun && ctx.Err() == nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		return k.Do(ctx, r)
	}
	return reply.Reply, err
}

// Close closes the connection, if there is one.
func (k *Kept) Close() {
	if k.conn != nil {
		_ = k.conn.Close()
	}
	k.conn = nil
}
