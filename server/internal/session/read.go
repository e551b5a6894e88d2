package session

import (
	"context"

	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// read reads messages until it cannot, and returns why.
func (s *Session) read(ctx context.Context) error {
	for {
		s.login.Store(s.caller.Token) // only what is answered in order changes it
		s.outbox.await(s.port.Limits.Unsent)
		if err := s.slowDown(ctx); err != nil {
			return err
		}
		s.awaitMessage()
		answer, inOrder, err := s.next(ctx)
		if err != nil {
			return err
		}
		if inOrder {
			s.answerInOrder(ctx, answer)
			continue
		}
		s.slots <- struct{}{}
		s.begin()
		s.requests.Add(1)
		s.port.Crew.Go(func() {
			defer s.requests.Done()
			s.contain(func() { s.answerInSlot(ctx, answer) })()
		})
	}
}

// slowDown has a client without a login wait for its next turn.
func (s *Session) slowDown(ctx context.Context) error {
	if s.caller.Token != "" || s.port.Limits.AnonymousRate < 0 {
		return nil
	}
	return s.turns.Wait(ctx)
}

// next reads one message and returns what answers it. Binary messages are taken
// for text, as the original does.
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
