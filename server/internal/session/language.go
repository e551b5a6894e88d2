package session

import (
	"context"
	"unicode/utf8"

	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// An answer runs a message's request and returns the text of the reply, or nil
// for none.
type answer = func(context.Context) []byte

// A Language is how messages are written.
type Language interface {
	// Open admits the message in a text and returns the function that answers
	// it. If inOrder is true, the message must be answered before the next text
	// is read.
	Open(ctx context.Context, caller *rpc.Caller, text []byte) (a answer, inOrder bool)
}

// Envelopes is the language of the documents: one JSON object for each message.
type Envelopes struct{ Router *rpc.Router }

// Open reads the text as JSON.
func (e Envelopes) Open(ctx context.Context, caller *rpc.Caller, text []byte) (answer, bool) {
	if !utf8.Valid(text) {
		return e.refuse(caller, wire.Message{}, rpc.Errorf(400, "%v", errNotUTF8))
	}
	message, refusal := e.Router.Bounds.ParseMessage(text)
	if refusal != nil {
		return e.refuse(caller, message, refusal)
	}
	return e.answer(e.Router.Admit(ctx, caller, message))
}

func (e Envelopes) refuse(caller *rpc.Caller, m wire.Message, err *rpc.Error) (answer, bool) {
	return e.answer(e.Router.Refuse(caller, m, err))
}

// answer returns the function that writes the reply to a call.
func (e Envelopes) answer(call *rpc.Call) (answer, bool) {
	return func(ctx context.Context) []byte {
		reply := call.Answer(ctx)
		if reply == nil {
			return nil
		}
		text, err := reply.Message.Text()
		if err != nil {
			e.Router.Logger.ErrorContext(ctx, "reply cannot be written as JSON", "reason", err)
		}
		return text
	}, call.InOrder
}
