// Package fuzz sends random requests to a target and judges every answer by an
// abstract model of jails and pools.
//
// A seed determines the requests. A sequence that breaks a rule is shortened as
// long as it still breaks the rule, and has an id by which it can be repeated.
package fuzz

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/model"
	"github.com/sysadm-go/sysadm/conformance/internal/naming"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// Options say what to drive and how long.
type Options struct {
	// Target is where the server is found. One that is simulated is started anew
	// for every sequence and free to be changed.
	Target conformance.Host

	// Against is another target that is sent the same, nil for none: where both
	// are right and yet answer differently, that is told, too.
	Against conformance.Host

	// Editions are those that the target claims; Compat is how it reads them, and
	// AgainstCompat how Against does.
	Editions              []edition.Edition
	Compat, AgainstCompat edition.Compat

	// Destructive allows making and destroying jails on a target that is not
	// simulated: such as have tags that begin with a prefix of the run, of the
	// release Release. Ledger is told of them before they are made; nil keeps
	// nothing. RunID names the run there; empty is one that no other has.
	Destructive bool
	Release     string
	Ledger      conformance.Ledger
	RunID       string

	// Seed chooses what is sent. Sequences are so many, or as many as fit into
	// Duration if that is not 0. Each has so many Steps.
	Seed      uint64
	Sequences int
	Steps     int
	Duration  time.Duration

	// Timeout bounds every single wait for the target. Zero is 30 seconds.
	Timeout time.Duration

	// Tries bounds how often a sequence is run to make it shorter.
	Tries int

	// Progress is called after each sequence; nil is not called.
	Progress func(Count)
}

// A Count is how much has been sent.
type Count struct{ Sequences, Steps, Requests int }

// A Violation is a sequence that breaks a rule, as short as it could be made.
type Violation struct {
	Breach   model.Breach
	Sequence Sequence

	// From is how many steps the sequence had before it was made shorter.
	From int

	// Trace is what was sent and received in the end, without secrets.
	Trace []conformance.Message
}

// Run drives the target until a rule is broken or everything is sent. The error
// says why it could not go on.
func Run(ctx context.Context, o Options) (count Count, v *Violation, err error) {
	o = o.withDefaults()
	if o.Duration > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, o.Duration, errElapsed)
		defer cancel()
		o.Sequences = int(^uint(0) >> 1)
	}
	for n := range o.Sequences {
		e := o.Editions[n%len(o.Editions)]
		v, err := o.one(ctx, e, uint64(n/len(o.Editions)), &count)
		if errors.Is(context.Cause(ctx), errElapsed) && v == nil {
			return count, nil, nil
		}
		if v != nil || err != nil {
			return count, v, err
		}
		if o.Progress != nil {
			o.Progress(count)
		}
	}
	return count, nil, nil
}

// errElapsed says that the time for a run is over, which is no error.
var errElapsed = errors.New("the time is over")

func (o Options) withDefaults() Options {
	o.Timeout = cmp.Or(o.Timeout, 30*time.Second)
	o.Tries = cmp.Or(o.Tries, 300)
	if o.Compat.Name == "" {
		o.Compat = edition.Documented
	}
	if o.AgainstCompat.Name == "" {
		o.AgainstCompat = o.Compat
	}
	if len(o.Editions) == 0 {
		o.Editions = []edition.Edition{edition.Default}
	}
	if o.RunID == "" {
		o.RunID = naming.NewRun()
	}
	return o
}

// one generates a sequence and runs it; a breach is made short.
func (o Options) one(ctx context.Context, e edition.Edition, n uint64, count *Count) (*Violation, error) {
	s := stage{options: o, edition: e, prefix: o.prefix()}
	steps := []Step(nil)
	done, b, err := s.run(ctx, func(g Ground) []Step { steps = Generate(g, o.Seed, n, o.Steps); return steps })
	count.Sequences++
	count.Steps += done
	count.Requests += s.requests
	if b == nil || err != nil {
		return nil, err
	}
	return s.shrink(ctx, steps[:done], *b)
}

// Replay runs a sequence once more, just as it is.
func Replay(ctx context.Context, o Options, q Sequence) (*Violation, error) {
	o = o.withDefaults()
	s := stage{options: o, edition: o.Editions[0], prefix: o.prefix()}
	_, b, err := s.run(ctx, func(Ground) []Step { return q.Steps })
	if b == nil || err != nil {
		return nil, err
	}
	return &Violation{Breach: *b, Sequence: q, From: len(q.Steps), Trace: s.trace}, nil
}

// prefix begins the tags of a run: on a host that others use, as cleanup looks for
// them.
func (o Options) prefix() string {
	if o.Target.Simulated() {
		return "fuzz-"
	}
	return naming.Prefix(o.RunID)
}
