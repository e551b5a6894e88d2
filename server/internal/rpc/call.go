package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"runtime/debug"
	"time"

	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/auth"
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
	action   string
	refused  *Error
}

// A Reply is the answer to a message, with the code that HTTP would give it.
type Reply struct {
	Message wire.Message
	Code    int
}

func (c *Call) admit(class *Class) { c.class, c.InOrder = class, class.InOrder }

func (c *Call) refuse(err *Error) { c.refused, c.InOrder = err, true }

// Refused reports whether the caller may not make the call at all.
func (c *Call) Refused() bool { return c.refused != nil }

// Answer answers the call; nil is no answer at all, as rpc/auth_clear has it.
func (c *Call) Answer(ctx context.Context) *Reply {
	began := time.Now()
	result, err := c.result(ctx)
	if err == nil && result == NoReply {
		c.log(0, began)
		return nil
	}
	reply := c.reply(result, err)
	c.log(reply.Code, began)
	return reply
}

// result runs the action and keeps its defects from ending the server.
func (c *Call) result(ctx context.Context) (result any, err error) {
	if c.refused != nil {
		return nil, c.refused
	}
	defer func() {
		if defect := recover(); defect != nil {
			c.router.Logger.Error("action panicked", "defect", defect, "stack", string(debug.Stack()))
			result, err = nil, &Error{Code: 500}
		}
	}()
	req := &Request{Caller: c.caller, Identity: c.identity, Args: c.message.Args, Router: c.router}
	action, run, err := c.class.choose(req)
	c.action = action
	if err != nil {
		return nil, err
	}
	return run(ctx, req)
}

// reply wraps a result or an error, as the compat has it.
func (c *Call) reply(result any, err error) *Reply {
	m := wire.Message{Name: wire.Response, Namespace: c.message.Namespace, ID: c.id()}
	code := 200
	if string(m.ID) == `""` && c.router.Compat.NamesUnidentified {
		m.Name = c.message.Name
	}
	if err == nil {
		m.Args, err = wire.Marshal(result)
	}
	if err != nil {
		e := c.asError(err)
		code, m.Name = e.Code, wire.Error
		m.Namespace = c.errorNamespace()
		m.Args, _ = wire.Marshal(e.args(c.router.Compat)) // a number and a string
	}
	return &Reply{Message: m, Code: code}
}

// id is the request's, or "" if it has none that the compat accepts.
func (c *Call) id() json.RawMessage {
	id := c.message.ID
	if len(id) == 0 || c.router.Compat.TextIDs && id[0] != '"' {
		return json.RawMessage(`""`)
	}
	return id
}

// errorNamespace is "rpc" where the request's cannot be read: that is the
// namespace of the only error the documents show.
func (c *Call) errorNamespace() string {
	if fixed := c.router.Compat.ErrorNamespace; fixed != "" {
		return fixed
	}
	if c.message.Namespace == "" {
		return "rpc"
	}
	return c.message.Namespace
}

func (c *Call) asError(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	c.router.Logger.Error("request failed", "name", c.message.Name, "action", c.action, "reason", err)
	return &Error{Code: 500, Cause: err.Error()}
}

// log tells who asked for what. Only an action's arguments are kept: those of
// rpc/auth hold passwords.
func (c *Call) log(code int, began time.Time) {
	var args string
	if c.action != "" {
		args = string(c.message.Args)
	}
	c.router.Logger.Info("request", "namespace", c.message.Namespace, "name", c.message.Name,
		"args", args, "user", c.identity.User, "address", c.caller.Address,
		"code", code, "took", time.Since(began))
}
