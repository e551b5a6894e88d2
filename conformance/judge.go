package conformance

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/sysadm-go/sysadm/conformance/internal/judge"
)

// runCheck runs one check. The outcome of one that Options.Known speaks of is what
// that makes of it.
func (r *run) runCheck(ctx context.Context, c Check) Outcome {
	outcome := r.tryCheck(ctx, c)
	if known, ok := r.options.knownOf(c); ok {
		return known.apply(outcome, func() Outcome { return r.tryCheck(ctx, c) })
	}
	return outcome
}

// tryCheck runs one check once.
func (r *run) tryCheck(ctx context.Context, c Check) Outcome {
	begin := time.Now()
	ctx, cancel := context.WithTimeoutCause(ctx, r.options.CheckTimeout,
		fmt.Errorf("the check did not end within %v", r.options.CheckTimeout))
	defer cancel()
	outcome := r.judge(ctx, c)
	outcome.Check, outcome.Duration = c, time.Since(begin)
	return outcome
}

// judge finds the host, has the script judge it, and leaves it.
func (r *run) judge(ctx context.Context, c Check) Outcome {
	of, err := r.caseOf(c)
	if err != nil {
		return Outcome{Status: Error, Message: err.Error()}
	}
	h, err := r.visit(ctx, c)
	if err != nil {
		return Outcome{Status: Error, Message: err.Error()}
	}
	end := judge.Run(ctx, h.Host, of)
	outcome := Outcome{
		Status: Status(end.Status), Message: end.Message, Pointer: end.Pointer, Expected: end.Expected, Got: end.Got,
		Script: filepath.Base(of.File), Line: end.Line, Source: c.sourceLine(end.Line), Trace: end.Trace,
	}
	passed := outcome.Status == Pass && end.Unreturned == nil
	if err := errors.Join(end.Unreturned, r.depart(h, c, passed)); err != nil && outcome.Status != Fail {
		outcome.Status, outcome.Message = Error, end.Redact(err.Error())
	}
	return outcome
}

// caseOf is what the script of a check is told.
func (r *run) caseOf(c Check) (judge.Case, error) {
	o, err := r.optionsFor(c)
	if err != nil {
		return judge.Case{}, err
	}
	file, work, err := r.dir.Lay(c.recipe.Script)
	if err != nil {
		return judge.Case{}, fmt.Errorf("cannot write the script to disk: %v", err)
	}
	_, text := c.Script()
	return judge.Case{
		Edition: c.Edition, Compat: o.Compat, Needs: c.Needs, File: file, Work: work, Text: text,
		Transport: c.recipe.Over, Action: c.recipe.Action, Parameter: c.recipe.Parameter, Exchange: c.recipe.Exchange,
		Jail: o.Jail, Pool: o.Pool, Release: o.Release, Prefix: o.prefix(),
		Timeout: o.Timeout, Limit: o.CheckTimeout,
		Simulated: o.Host.Simulated(), SharesLogins: r.leaves(c), Ledger: o.Ledger,
	}, nil
}
