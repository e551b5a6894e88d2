package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"runtime/debug"

	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/auth"
	"github.com/sysadm-go/sysadm/server/internal/lead"
)

// A Call is one admitted message on its way to its reply.
type Call struct {
	// InOrder says that the call must be answered before the next message is
	// admitted.
	InOrder bool

	router   *Router
	message  wire.Message
	caller   *Caller
	identity auth.Identity
	class    *Class
	refused  *Error
	action   Action // what answers the call; zero if it is refused
	request  Request
	entry    Entry
	answer   Reply
}

// A Reply is the answer to a message, with its HTTP code.
type Reply struct {
	Message wire.Message
	Code    int
}

func (c *Call) admit(class *Class) { c.class, c.InOrder = class, class.InOrder }

func (c *Call) refuse(err *Error) { c.refused, c.InOrder = err, true }

// Refused reports whether the caller may not make the call.
func (c *Call) Refused() bool { return c.refused != nil }

// Answer answers the call; nil means no reply at all, as for rpc/auth_clear.
func (c *Call) Answer(ctx context.Context) *Reply {
	ctx = WithRequestID(ctx)
	c.request = Request{Caller: c.caller, Identity: c.identity, Args: c.message.Args, Router: c.router}
	err := c.choose()
	if c.mayWait() {
		lead.Pass(ctx)
	}
	if refused := c.begin(ctx, err); err == nil {
		err = refused
	}
	var result any
	if err == nil {
		result, err = c.run(ctx)
	}
	reply := c.reply(ctx, result, err)
	c.end(ctx)
	return reply
}

// mayWait reports whether the call may wait without calling lead.Pass itself. A
// change may: it can wait for the audit log to be written.
func (c *Call) mayWait() bool {
	return c.class == nil || !c.class.Passes || c.action.Changes
}

// choose finds the action that answers the call, or why the call is refused.
func (c *Call) choose() (err error) {
	if c.refused != nil {
		return c.refused
	}
	c.action, err = c.class.choose(&c.request)
	return err
}

// run runs the action if there is room for one more, and turns a panic into an
// error, so that it does not end the server.
func (c *Call) run(ctx context.Context) (result any, err error) {
	if !c.InOrder {
		if !c.router.running.enter(c.router.Bounds.Requests) {
			return nil, Errorf(503, "too many requests are being answered: try again later")
		}
		defer c.router.running.leave()
	}
	defer func() {
		if defect := recover(); defect != nil {
			c.router.Logger.ErrorContext(ctx, "action panicked", "defect", defect, "stack", string(debug.Stack()))
			result, err = nil, &Error{Code: 500}
		}
	}()
	return c.action.Run(ctx, &c.request)
}

// reply wraps a result or an error in the form of the compat.
func (c *Call) reply(ctx context.Context, result any, err error) *Reply {
	if err == nil && result == NoReply {
		c.entry.Code = 204 // the code that REST answers
		return nil
	}
	m, code := wire.Message{Name: wire.Response, Namespace: c.message.Namespace, ID: c.id()}, 200
	if string(m.ID) == `""` && c.router.Compat.NamesUnidentified {
		m.Name = c.message.Name
	}
	if err == nil {
		m.Args, err = wire.Marshal(result)
	}
	if err != nil {
		e := c.asError(ctx, err)
		code, m.Name, c.entry.Cause = e.Code, wire.Error, e.Cause
		m.Namespace = c.errorNamespace()
		m.Args, _ = wire.Marshal(e.args(c.router.Compat)) // cannot fail: a number and a string
	}
	c.entry.Code = code
	c.answer = Reply{Message: m, Code: code}
	return &c.answer
}

// id is the request's id, or "" if it has none that the compat accepts.
func (c *Call) id() json.RawMessage {
	id := c.message.ID
	if len(id) == 0 || c.router.Compat.TextIDs && id[0] != '"' {
		return json.RawMessage(`""`)
	}
	return id
}

// errorNamespace is "rpc" if the request's namespace cannot be read: the only
// error in the documents has that namespace.
func (c *Call) errorNamespace() string {
	if fixed := c.router.Compat.ErrorNamespace; fixed != "" {
		return fixed
	}
	if c.message.Namespace == "" {
		return "rpc"
	}
	return c.message.Namespace
}

func (c *Call) asError(ctx context.Context, err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	if errors.Is(err, context.Canceled) { // nothing else cancels a request
		return errStopping
	}
	c.router.Logger.ErrorContext(ctx, "request failed", "name", c.message.Name, "action", c.entry.Action, "reason", err)
	return &Error{Code: 500, Cause: err.Error()}
}
