package session

import (
	"context"

	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/lead"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// A leader is a goroutine that reads a session's messages and answers them
// until one of the answers has to wait.
type leader struct {
	*Session
	ctx    context.Context
	passed bool
	later  rpc.Later // work put off until after the reply
}

// lead makes the calling goroutine the session's leader. The last leader ends
// the session.
func (s *Session) lead(ctx context.Context) {
	l := &leader{Session: s, ctx: ctx}
	err := l.read()
	if l.passed {
		s.requests.Done()
		return
	}
	s.ended(s.finish(ctx, err))
}

// pass starts another goroutine that continues reading while this one answers.
func (l *leader) pass() {
	if l.passed {
		return
	}
	l.passed = true
	l.requests.Add(1)
	l.port.Crew.Go(func() { l.lead(l.ctx) })
}

// read reads messages until reading fails, and returns the error, or until the
// lead has been passed.
func (l *leader) read() error {
	defer l.contain()
	ctx := l.later.With(l.ctx)
	answering := lead.With(ctx, l.pass)
	for !l.passed {
		l.noteLogin()
		l.outbox.await(l.port.Limits.Unsent)
		if err := l.slowDown(l.ctx); err != nil {
			return err
		}
		l.awaitMessage()
		answer, inOrder, err := l.next(l.ctx)
		if err != nil {
			return err
		}
		if inOrder {
			l.answerInOrder(ctx, answer)
			continue
		}
		l.slots <- struct{}{}
		l.begin()
		l.answerInSlot(answering, answer)
	}
	return nil
}

// noteLogin records the caller's current token, under which events are sent.
func (s *Session) noteLogin() {
	if s.login.Load() != s.caller.Token {
		s.login.Store(s.caller.Token)
	}
}

// slowDown makes a client without a login wait for its next turn.
func (s *Session) slowDown(ctx context.Context) error {
	if s.caller.Token != "" || s.port.Limits.AnonymousRate < 0 {
		return nil
	}
	return s.turns.Wait(ctx)
}

// next reads one message and returns the function that answers it. Binary
// messages are treated as text, as in the original.
func (s *Session) next(ctx context.Context) (answer answer, inOrder bool, err error) {
	kind, r, err := s.conn.NextReader()
	if err != nil {
		return nil, false, err
	}
	s.awaitRest()
	limit := s.port.Limits.AnonymousMessage
	if s.caller.Token != "" {
		limit = s.port.Limits.Message
	}
	text, tooLong, err := readText(kind, r, limit)
	switch {
	case err != nil:
		return nil, false, err
	case tooLong:
		refusal := rpc.Errorf(413, "a message may be %d bytes long", limit)
		answer, inOrder = Envelopes{s.port.Router}.refuse(&s.caller, wire.Message{}, refusal)
	default:
		answer, inOrder = s.port.Language.Open(ctx, &s.caller, text)
	}
	return answer, inOrder, nil
}
