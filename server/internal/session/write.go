package session

import (
	"context"
	"time"

	"github.com/gorilla/websocket"
)

// An answer is what becomes of a message: the text of a reply, or nil for none.
type answer func(context.Context) []byte

// answerInOrder answers a message, and returns when the client has taken the
// reply and all before it.
func (l *leader) answerInOrder(ctx context.Context, answer answer) {
	if text := answer(ctx); text != nil {
		l.outbox.put(replies, text)
	}
	l.outbox.await(1)
	l.later.Do()
}

// answerInSlot answers a message and leaves its slot. Who wrote the reply writes
// it to the client, too, unless somebody is at that already.
func (l *leader) answerInSlot(ctx context.Context, answer answer) {
	defer l.contain()
	if l.reply(ctx, answer) {
		l.sender.Store(l)
		l.send()
		l.sender.Store(nil)
	}
	l.later.Do()
}

// beforeWait is called by whoever writes to the client and has to wait for it: now
// something waits, and a leader passes the lead.
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

// deliver hands an event to the writer, if the login is still one. A client
// that does not take its events loses its connection: it would otherwise miss
// some without knowing.
func (s *Session) deliver(text []byte) {
	if !s.port.Router.Logins.Alive(s.login.Load().(string)) {
		return
	}
	if !s.outbox.put(events, text) {
		s.drop("it does not take its events")
	}
}

// write starts a writer, which sends messages until there are none.
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

// sendOne gives the client until the limit to take one message.
func (s *Session) sendOne(m outgoing) error {
	deadline := time.Now().Add(s.port.Limits.Write)
	if m.kind == pongs {
		return s.conn.WriteControl(websocket.PongMessage, m.text, deadline)
	}
	_ = s.conn.SetWriteDeadline(deadline)
	return s.conn.WriteMessage(websocket.TextMessage, m.text)
}
