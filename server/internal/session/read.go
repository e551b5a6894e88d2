package session

import (
	"context"
	"unicode/utf8"

	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// read reads messages until it cannot, and returns why.
func (s *Session) read(ctx context.Context) error {
	for {
		s.login.Store(s.caller.Token) // only what is answered in order changes it
		s.outbox.await(s.limits.Unsent)
		if err := s.slowDown(ctx); err != nil {
			return err
		}
		s.awaitMessage()
		call, err := s.next(ctx)
		if err != nil {
			return err
		}
		if call.InOrder {
			s.answer(ctx, call)
			s.outbox.await(1) // and taken by the client, whatever comes next
			continue
		}
		s.slots <- struct{}{}
		s.begin()
		s.requests.Go(s.contain(func() {
			defer func() { s.done(); <-s.slots }()
			s.answer(ctx, call)
		}))
	}
}

// slowDown has a client without a login wait for its next turn.
func (s *Session) slowDown(ctx context.Context) error {
	if s.caller.Token != "" || s.limits.AnonymousRate < 0 {
		return nil
	}
	return s.turns.Wait(ctx)
}

// next reads one message. Binary messages are taken for text, as the original
// does.
func (s *Session) next(ctx context.Context) (*rpc.Call, error) {
	kind, r, err := s.conn.NextReader()
	if err != nil {
		return nil, err
	}
	s.awaitRest()
	limit := s.limits.AnonymousMessage
	if s.caller.Token != "" {
		limit = s.limits.Message
	}
	text, tooLong, err := readText(kind, r, limit)
	switch {
	case err != nil:
		return nil, err
	case tooLong:
		return s.refuse(wire.Message{}, rpc.Errorf(413, "a message may be %d bytes long", limit)), nil
	case !utf8.Valid(text):
		return s.refuse(wire.Message{}, rpc.Errorf(400, "%v", errNotUTF8)), nil
	}
	message, refusal := s.router.Bounds.ParseMessage(text)
	if refusal != nil {
		return s.refuse(message, refusal), nil
	}
	return s.router.Admit(ctx, &s.caller, message), nil
}

func (s *Session) refuse(m wire.Message, err *rpc.Error) *rpc.Call {
	return s.router.Refuse(&s.caller, m, err)
}
