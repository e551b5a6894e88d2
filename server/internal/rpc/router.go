package rpc

import (
	"context"
	"log/slog"
	"strings"
	"sync/atomic"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/auth"
)

// A Router answers messages from a table of classes.
type Router struct {
	Classes []Class
	Logins  *auth.Logins
	Compat  edition.Compat
	Logger  *slog.Logger

	// Witness observes every request; nil means none.
	Witness Witness

	// Bounds are the limits.
	Bounds Bounds

	running count
	stopped atomic.Bool
}

// Admit finds the action for a message and checks whether the caller may use
// it. It never waits. A session admits its messages in order, so that each is
// judged by the login it was sent under; then it answers the calls.
func (r *Router) Admit(ctx context.Context, c *Caller, m wire.Message) *Call {
	call := &Call{router: r, message: m, caller: c}
	call.identity = r.identify(ctx, c)
	class := r.find(m)
	refusal := r.refuses(c, call.identity.User == "")
	switch {
	case refusal != nil:
		call.refuse(refusal)
	case class != nil && class.Access.Allows(call.identity):
		call.admit(class)
	case call.identity.User == "":
		call.refuse(Unauthorized())
	case class != nil:
		call.refuse(forbidden())
	default:
		call.refuse(Errorf(404, "there is no %s/%s", m.Namespace, m.Name))
	}
	return call
}

// Refuse returns a call that is answered with an error, whatever the message.
// The error is err, unless there is a reason to refuse every call of the
// caller.
func (r *Router) Refuse(c *Caller, m wire.Message, err *Error) *Call {
	call := &Call{router: r, message: m, caller: c}
	if refusal := r.refuses(c, c.Token == "" && c.Identity.User == ""); refusal != nil {
		err = refusal
	}
	call.refuse(err)
	return call
}

// Usable returns why a class cannot be used on this host now, or nil.
func (r *Router) Usable(namespace, name string) error {
	class := r.find(wire.Message{Namespace: namespace, Name: name})
	if class == nil {
		return Errorf(404, "there is no %s/%s", namespace, name)
	}
	return class.available()
}

// Available lists the classes that somebody with that identity can use now:
// namespace/name and mode.
func (r *Router) Available(identity auth.Identity) map[string]string {
	modes := map[string]string{}
	for _, class := range r.Classes {
		if mode := class.modeFor(identity); mode != "" && class.available() == nil {
			modes[class.Namespace+"/"+class.Name] = mode
		}
	}
	return modes
}

func (c *Class) modeFor(identity auth.Identity) string {
	for _, a := range c.Actions {
		if c.Mode != "" && !a.Access.Allows(identity) {
			return "read"
		}
	}
	return c.Mode
}

// Leave says that a caller sends no more messages.
func (r *Router) Leave(ctx context.Context, c *Caller) { r.Logins.Leave(ctx, c.Address, c.Token) }

func (r *Router) identify(ctx context.Context, c *Caller) auth.Identity {
	if c.Token == "" {
		return c.Identity
	}
	identity, found := r.Logins.Renew(ctx, c.Address, c.Token)
	if !found {
		c.Forget()
	}
	return identity
}

// find returns the first row that matches a message, or nil.
func (r *Router) find(m wire.Message) *Class {
	for i := range r.Classes {
		if r.Classes[i].answers(m) {
			return &r.Classes[i]
		}
	}
	return nil
}

func (c *Class) answers(m wire.Message) bool {
	name := m.Name
	if c.Prefix && len(name) > len(c.Name) {
		name = name[:len(c.Name)]
	}
	same := c.Name == name || !c.Exact && strings.EqualFold(c.Name, name)
	return same && strings.EqualFold(c.Namespace, m.Namespace)
}

func (c *Class) available() error {
	if c.Available == nil {
		return nil
	}
	return c.Available()
}

// choose returns the action that the arguments name. For a class without
// actions, it is the class itself as an action without a name.
func (c *Class) choose(req *Request) (Action, error) {
	if err := c.available(); err != nil {
		return Action{}, &Error{Code: 404, Cause: err.Error()}
	}
	if c.Run != nil {
		return Action{Run: c.Run}, nil
	}
	args, err := req.Object()
	if err != nil {
		return Action{}, err
	}
	name, found, err := args.String("action")
	if err != nil || !found {
		return Action{}, Errorf(400, "the arguments must name an action")
	}
	if c.AnyCase {
		name = strings.ToLower(name)
	}
	for _, a := range c.Actions {
		if a.Name != name {
			continue
		}
		if !a.Access.Allows(req.Identity) {
			return a, forbidden()
		}
		return a, nil
	}
	return Action{}, Errorf(400, "%s/%s has no action %q", c.Namespace, c.Name, name)
}
