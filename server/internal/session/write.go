package session

import (
	"context"
	"time"

	"github.com/gorilla/websocket"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// answer answers a call and hands the reply to the writer. A full queue makes
// it wait, and with it the reader: a client gets no more replies than it takes.
func (s *Session) answer(ctx context.Context, call *rpc.Call) {
	reply := call.Answer(ctx)
	if reply == nil {
		return
	}
	text, err := rpc.Marshal(reply.Message)
	if err != nil {
		s.router.Logger.Error("reply cannot be written as JSON", "reason", err)
		return
	}
	select {
	case s.replies <- text:
	case <-s.broken:
	}
}

// write sends replies until there are no more to come or the client does not
// take them.
func (s *Session) write() {
	for text := range s.replies {
		_ = s.conn.SetWriteDeadline(time.Now().Add(s.limits.Write))
		if err := s.conn.WriteMessage(websocket.TextMessage, text); err != nil {
			close(s.broken)
			s.cut()
			return
		}
	}
}
