package rpc

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/netip"
	"slices"
	"time"
)

// An Entry describes one request for the log, the audit log and the metrics. It
// has no secrets.
type Entry struct {
	// ID is new for each request; every line about the request has it.
	ID    string
	Began time.Time

	// Transport is that of the Caller.
	Transport string
	Address   netip.Addr
	User      string // empty: nobody who logged in

	// Namespace and Name are as the client sent them.
	Namespace, Name string

	// Class is the row of the table, as namespace/name; empty if there is none.
	Class string

	// Action is the action's name; empty if the class has none of that name.
	Action string

	// Changes is the action's own.
	Changes bool

	// Args are the arguments that the action allows in logs.
	Args map[string]string

	// Code is the code of the reply, or 0 if there is none yet; Cause is the
	// message of an error reply.
	Code  int
	Cause string

	// Refusal is the line with which iocage refused, in a reply of code 200.
	Refusal string

	// Took is the time from Began to the reply.
	Took time.Duration
}

// A Witness observes every request.
type Witness interface {
	// Begins is called before a request is carried out. A request that is
	// already refused has its Code. An error keeps the request from being
	// carried out.
	Begins(context.Context, *Entry) error

	// Ended is called with the result of a request for which Begins was called.
	Ended(context.Context, *Entry)
}

// Witnesses are several witnesses, called in order.
type Witnesses []Witness

// Begins calls all of them, even if one refuses.
func (all Witnesses) Begins(ctx context.Context, e *Entry) error {
	var refused error
	for _, w := range all {
		if err := w.Begins(ctx, e); err != nil {
			refused = errors.Join(refused, err)
		}
	}
	return refused
}

// Ended calls all of them.
func (all Witnesses) Ended(ctx context.Context, e *Entry) {
	for _, w := range all {
		w.Ended(ctx, e)
	}
}

// begin tells the witness about the call: what is asked, or why it is refused.
func (c *Call) begin(ctx context.Context, refused error) error {
	c.entry = Entry{
		ID: RequestID(ctx), Began: time.Now(),
		Transport: c.caller.Transport, Address: c.caller.Address, User: c.identity.User,
		Namespace: c.message.Namespace, Name: c.message.Name,
		Action: c.action.Name, Changes: c.action.Changes,
	}
	if c.class != nil {
		c.entry.Class = c.class.Namespace + "/" + c.class.Name
	}
	if c.action.Name != "" {
		args, _ := c.request.Object() // cannot fail: the action was chosen from them
		c.entry.Args = c.action.told(args)
	}
	if refused != nil {
		c.entry.Code = c.asError(ctx, refused).Code
	}
	if c.router.Witness == nil {
		return nil
	}
	return c.router.Witness.Begins(ctx, &c.entry)
}

// end tells the witness how the call ended.
func (c *Call) end(ctx context.Context) {
	c.entry.Took = time.Since(c.entry.Began)
	c.entry.Refusal = c.request.Refusal
	if c.action.Private && c.request.Refusal != "" {
		c.entry.Refusal = "(private)"
	}
	if log, level := c.router.Logger, c.level(); log.Enabled(ctx, level) {
		putOff(ctx, func() { c.entry.log(ctx, log, level) })
	}
	if c.router.Witness != nil {
		c.router.Witness.Ended(ctx, &c.entry)
	}
}

// level is that of the call's line in the log. Requests that come too fast are not
// worth one each: with them, strangers could fill the disk.
func (c *Call) level() slog.Level {
	if c.refused == errHurry {
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// log writes who asked for what, and the outcome.
func (e *Entry) log(ctx context.Context, log *slog.Logger, level slog.Level) {
	attributes := []slog.Attr{
		slog.String("transport", e.Transport), slog.Any("address", e.Address), slog.String("user", e.User),
		slog.String("namespace", e.Namespace), slog.String("name", e.Name), slog.String("action", e.Action),
	}
	var others []any
	for _, name := range slices.Sorted(maps.Keys(e.Args)) {
		if name == "jail" {
			attributes = append(attributes, slog.String(name, e.Args[name]))
		} else {
			others = append(others, slog.String(name, e.Args[name]))
		}
	}
	if len(others) > 0 {
		attributes = append(attributes, slog.Group("args", others...))
	}
	attributes = append(attributes, slog.Int("code", e.Code))
	if e.Cause != "" {
		attributes = append(attributes, slog.String("cause", e.Cause))
	}
	if e.Refusal != "" {
		attributes = append(attributes, slog.String("refusal", e.Refusal))
	}
	log.LogAttrs(ctx, level, "request", append(attributes, slog.Duration("took", e.Took))...)
}
