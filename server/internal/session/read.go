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
		answer, inOrder, err := s.next(ctx)
		if err != nil {
			return err
		}
		if inOrder {
			s.answer(ctx, answer)
			continue
		}
		s.slots <- struct{}{}
		s.requests.Go(func() {
			defer func() { <-s.slots }()
			s.answer(ctx, answer)
		})
	}
}

// next reads one message and returns what answers it. Binary messages are taken
// for text, as the original does.
func (s *Session) next(ctx context.Context) (answer func(context.Context) []byte, inOrder bool, err error) {
	kind, r, err := s.conn.NextReader()
	if err != nil {
		return nil, false, err
	}
	limit := s.limits.AnonymousMessage
	if s.caller.Token != "" {
		limit = s.limits.Message
	}
	text, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, false, err
	}
	if int64(len(text)) > limit {
		_, err := io.Copy(io.Discard, r)
		tooLong := rpc.Errorf(413, "a message may be %d bytes long", limit)
		answer, inOrder = Envelopes{s.router}.answer(s.router.Refuse(&s.caller, wire.Message{}, tooLong))
		return answer, inOrder, err
	}
	if kind == websocket.TextMessage && !utf8.Valid(text) {
		return nil, false, errNotUTF8
	}
	answer, inOrder = s.language.Open(ctx, &s.caller, text)
	return answer, inOrder, nil
}
