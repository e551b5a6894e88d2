package session

import (
	"context"
	"time"

	"github.com/gorilla/websocket"
)

// answer answers a message and hands the reply to the writer. A full queue makes
// it wait, and with it the reader: a client gets no more replies than it takes.
func (s *Session) answer(ctx context.Context, answer func(context.Context) []byte) {
	if text := answer(ctx); text != nil {
		s.outbox.reply(text, s.broken)
	}
}

// deliver hands an event to the writer, if the login is still one. A client
// that does not take its events loses its connection: it would otherwise miss
// some without knowing.
func (s *Session) deliver(event []byte) {
	if !s.router.Logins.Alive(s.login.Load().(string)) {
		return
	}
	if !s.outbox.event(event) {
		s.router.Logger.Warn("connection dropped: it does not take its events", "address", s.caller.Address)
		s.cut()
	}
}

// write sends replies and events until there are no more to come or the client
// does not take them.
func (s *Session) write() {
	for text, more := s.outbox.next(); more; text, more = s.outbox.next() {
		_ = s.conn.SetWriteDeadline(time.Now().Add(s.limits.Write))
		if err := s.conn.WriteMessage(websocket.TextMessage, text); err != nil {
			close(s.broken)
			s.cut()
			return
		}
	}
}
