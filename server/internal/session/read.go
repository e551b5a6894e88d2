package session

import (
	"context"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/gorilla/websocket"

	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// errNotUTF8 is a text message that RFC 6455, section 8.1, has us fail the
// connection for.
var errNotUTF8 = errors.New("a text message must be UTF-8")

// read reads messages until it cannot, and returns why.
func (s *Session) read(ctx context.Context) error {
	for {
		s.login.Store(s.caller.Token) // only what is answered in order changes it
		if err := s.awaitMessage(); err != nil {
			return err
		}
		call, err := s.next(ctx)
		if err != nil {
			return err
		}
		if call.InOrder {
			s.answer(ctx, call)
			continue
		}
		s.slots <- struct{}{}
		s.requests.Go(func() {
			defer func() { <-s.slots }()
			s.answer(ctx, call)
		})
	}
}

// next reads one message. Binary messages are taken for text, as the original
// does.
func (s *Session) next(ctx context.Context) (*rpc.Call, error) {
	kind, r, err := s.conn.NextReader()
	if err != nil {
		return nil, err
	}
	limit := s.limits.AnonymousMessage
	if s.caller.Token != "" {
		limit = s.limits.Message
	}
	text, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(text)) > limit {
		if _, err := io.Copy(io.Discard, r); err != nil {
			return nil, err
		}
		return s.refuse(wire.Message{}, rpc.Errorf(413, "a message may be %d bytes long", limit)), nil
	}
	if !utf8.Valid(text) {
		if kind == websocket.TextMessage {
			return nil, errNotUTF8
		}
		return s.refuse(wire.Message{}, rpc.Errorf(400, "%v", errNotUTF8)), nil
	}
	message, refusal := rpc.ParseMessage(text)
	if refusal != nil {
		return s.refuse(message, refusal), nil
	}
	return s.router.Admit(ctx, &s.caller, message), nil
}

func (s *Session) refuse(m wire.Message, err *rpc.Error) *rpc.Call {
	return s.router.Refuse(&s.caller, m, err)
}
