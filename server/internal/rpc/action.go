// Package rpc finds what answers a message, checks who sent it, and turns
// results and errors into replies. It knows no transport.
package rpc

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/server/internal/auth"
	"github.com/sysadm-go/sysadm/server/internal/event"
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

// Tell shows the arguments of those names that are strings, whole.
func Tell(names ...string) func(Args) map[string]string {
	return func(args Args) (told map[string]string) {
		for _, name := range names {
			if value, found, err := args.String(name); found && err == nil {
				if told == nil {
					told = make(map[string]string, len(names))
				}
				told[name] = value
			}
		}
		return told
	}
}

var tellJail = Tell("jail")

// mostTold is how many arguments logs show.
const mostTold = 32

// told is what logs may show of the arguments; clients choose some of the names,
// too.
func (a Action) told(args Args) map[string]string {
	tell := a.Told
	if tell == nil {
		tell = tellJail
	}
	all := tell(args)
	if len(all) == 0 {
		return all
	}
	told := map[string]string{}
	for i, name := range slices.Sorted(maps.Keys(all)) {
		if i == mostTold {
			told["…"] = fmt.Sprintf("%d more", len(all)-mostTold)
			break
		}
		told[Clip(name)] = Clip(all[name])
	}
	return told
}

// Clip is as much of a client's text as logs keep: its first KiB.
func Clip(text string) string {
	const longest = 1 << 10
	if len(text) <= longest {
		return text
	}
	return strings.ToValidUTF8(text[:longest], "") + "…"
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

// A Caller is who sends messages: an address, and the login it has, if any. It
// is a session's, or one REST request's.
type Caller struct {
	Address netip.Addr

	// Transport is how messages come: "websocket" or "rest".
	Transport string

	// Token is the login's token; it says who the caller is each time a message
	// arrives.
	Token string

	// Identity is who a caller without a token is.
	Identity auth.Identity

	// Events is what the caller has subscribed to; nil where no event could
	// reach it, as over REST.
	Events *event.Subscriber
}

// Forget drops the caller's login.
func (c *Caller) Forget() { c.Token, c.Identity = "", auth.Identity{} }

// Access is what a class asks of its callers.
type Access int

const (
	// Users are those who logged in. It is the zero value, so that a row
	// without a word about access lets nobody else in.
	Users Access = iota

	// Anybody may call without a login.
	Anybody

	// FullAccess is what members of wheel have.
	FullAccess
)

// Allows reports whether somebody with that identity may call.
func (a Access) Allows(identity auth.Identity) bool {
	switch a {
	case Anybody:
		return true
	case FullAccess:
		return identity.FullAccess
	}
	return identity.User != ""
}

// NoReply is the result of what is not answered at all.
var NoReply any = noReply{}

type noReply struct{}
