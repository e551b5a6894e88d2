package session

import (
	"context"
	"time"

	"github.com/gorilla/websocket"
)

// answerInOrder answers a message and returns when the client has taken the
// reply and everything before it.
func (l *leader) answerInOrder(ctx context.Context, answer answer) {
	if text := answer(ctx); text != nil {
		l.outbox.put(replies, text)
	}
	l.outbox.await(1)
	l.later.Do()
}

// answerInSlot answers a message and frees its slot. The goroutine that made
// the reply also sends it, unless another one is already writing.
func (l *leader) answerInSlot(ctx context.Context, answer answer) {
	defer l.contain()
	if l.reply(ctx, answer) {
		l.sender.Store(l)
		l.send()
		l.sender.Store(nil)
	}
	l.later.Do()
}

// beforeWait is called by a goroutine that is about to wait for the client
// while writing. The backlog then counts what waits, and a leader passes the
// lead.
func (s *Session) beforeWait() {
	s.outbox.waits()
	if l := s.sender.Load(); l != nil {
		l.pass()
	}
}

func (s *Session) reply(ctx context.Context, answer answer) (writes bool) {
	defer func() { s.done(); <-s.slots }()
	if text := answer(ctx); text != nil {
		_, writes = s.outbox.add(replies, text)
	}
	return writes
}

// deliver queues an event if the login is still valid. A client that does not
// take its events loses its connection; otherwise it would miss some without
// knowing.
func (s *Session) deliver(text []byte) {
	if !s.port.Router.Logins.Alive(s.login.Load().(string)) {
		return
	}
	if !s.outbox.put(events, text) {
		s.drop("it does not take its events")
	}
}

// write starts a writer, which writes until the queue is empty.
func (s *Session) write() {
	s.writers.Go(func() {
		defer s.contain()
		s.send()
	})
}

func (s *Session) send() {
	for {
		m, more := s.outbox.take()
		if !more {
			return
		}
		if err := s.sendOne(m); err != nil {
			s.outbox.discard()
			s.cut()
			return
		}
		s.outbox.written(m)
	}
}

// sendOne writes one message, which the client must take within the limit.
func (s *Session) sendOne(m outgoing) error {
	deadline := time.Now().Add(s.port.Limits.Write)
	if m.kind == pongs {
		return s.conn.WriteControl(websocket.PongMessage, m.text, deadline)
	}
	_ = s.conn.SetWriteDeadline(deadline)
	return s.conn.WriteMessage(websocket.TextMessage, m.text)
}
