// Package rpc finds the action for a message, checks the sender's rights, and
// turns results and errors into replies. It knows no transport.
package rpc

import (
	"context"
	"encoding/json"

	"github.com/sysadm-go/sysadm/server/internal/auth"
)

// A Class is one row of the table of what a server answers: a namespace and
// name, and who may use it.
type Class struct {
	// Namespace and Name are compared without regard to case, but for the name
	// of an Exact row, as in the original.
	Namespace, Name string
	Exact           bool

	// Prefix makes Name the beginning of the names that the row answers.
	Prefix bool

	// Access says who may call the class.
	Access Access

	// InOrder has messages answered before anything sent after them starts.
	InOrder bool

	// Mode is how rpc/query lists the class: "read", "read/write", or empty
	// for not at all. Those without full access read "read" where an action
	// asks for it.
	Mode string

	// Passes says that actions which only read call lead.Pass by themselves, and
	// only when they are about to wait. Without it, and for every action that
	// changes the host, the lead is passed before the action is run.
	Passes bool

	// Available says why the class cannot be used on this host now; nil means
	// that it always can.
	Available func() error

	// Run answers a class without actions.
	Run Func

	// AnyCase compares the names of actions without regard to case, as the
	// original does in rpc/dispatcher.
	AnyCase bool

	// Actions are what the member `action` of the arguments chooses from.
	Actions []Action
}

// An Action is one verb of a class, named as in args.action. Who may call the
// class may call it, if its own Access allows that too.
type Action struct {
	Name   string
	Access Access

	// Changes says that the action may change the host: it goes into the audit
	// log.
	Changes bool

	// Told chooses what of the arguments logs may show, for they may hold
	// secrets; nil shows the jail alone. It may return nil for nothing.
	Told func(Args) map[string]string

	// Private says that what the action prints, even as a refusal, is for the
	// caller alone.
	Private bool

	Run Func
}

// A Func answers one request. Its result is marshalled as JSON; an error that
// is no *Error is a defect of the server.
type Func func(context.Context, *Request) (any, error)

// A Request is what a Func answers.
type Request struct {
	// Caller is the session's own: rpc/auth changes it.
	Caller *Caller

	// Identity is who the caller was when the message arrived.
	Identity auth.Identity

	// Args are the message's arguments, or nil if it has none.
	Args json.RawMessage

	// Router is the table the request came through.
	Router *Router

	// Refusal is set by a Func whose result tells that iocage said no: the
	// line with which it did.
	Refusal string
}

// Object returns the arguments, which must be an object.
func (r *Request) Object() (Args, error) { return ParseArgs(r.Args) }

// NoReply is the result of what is not answered at all.
var NoReply any = noReply{}

type noReply struct{}
