// Package rpc finds the action for a message, checks the sender's rights, and
// turns results and errors into replies. It knows no transport.
package rpc

import (
	"context"
	"encoding/json"

	"github.com/sysadm-go/sysadm/server/internal/auth"
)

// A Class is one row of the table of a server's classes: a namespace and name,
// and who may use it.
type Class struct {
	// Namespace and Name are compared without regard to case, except the name
	// of an Exact row, as in the original.
	Namespace, Name string
	Exact           bool

	// Prefix makes Name the beginning of the names that the row answers.
	Prefix bool

	// Access says who may call the class.
	Access Access

	// InOrder says that a message is answered before anything sent after it
	// starts.
	InOrder bool

	// Mode is how rpc/query lists the class: "read", "read/write", or empty if
	// it does not list it. Users without full access see "read" if an action
	// needs full access.
	Mode string

	// Passes says that actions that only read call lead.Pass themselves, and
	// only when they are about to wait. Otherwise, and for every action that
	// changes the host, the lead is passed before the action is run.
	Passes bool

	// Available returns why the class cannot be used on this host now; a nil
	// function means that it always can.
	Available func() error

	// Run answers a class without actions.
	Run Func

	// AnyCase compares the names of actions without regard to case, as the
	// original does in rpc/dispatcher.
	AnyCase bool

	// Actions are what the member `action` of the arguments chooses from.
	Actions []Action
}

// An Action is one action of a class, named as in args.action. A caller needs
// both the class's Access and its own.
type Action struct {
	Name   string
	Access Access

	// Changes says that the action may change the host: it goes into the audit
	// log.
	Changes bool

	// Told chooses the arguments that logs may show, because others may be
	// secret; nil shows only the jail. It may return nil for none.
	Told func(Args) map[string]string

	// Private says that only the caller may see what the action prints, even a
	// refusal.
	Private bool

	Run Func
}

// A Func answers one request. Its result is marshalled as JSON. An error that
// is not an *Error is a defect of the server.
type Func func(context.Context, *Request) (any, error)

// A Request is what a Func answers.
type Request struct {
	// Caller is the session's own value, which rpc/auth changes.
	Caller *Caller

	// Identity is that of the caller when the message arrived.
	Identity auth.Identity

	// Args are the message's arguments, or nil if it has none.
	Args json.RawMessage

	// Router is the table the request came through.
	Router *Router

	// Refusal is the line with which iocage refused. A Func sets it if its
	// result is such a refusal.
	Refusal string
}

// Object returns the arguments, which must be an object.
func (r *Request) Object() (Args, error) { return ParseArgs(r.Args) }

// NoReply is the result of a request that gets no reply at all.
var NoReply any = noReply{}

type noReply struct{}
