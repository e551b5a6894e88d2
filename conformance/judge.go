package conformance

import (
	"context"
	"crypto/rsa"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/attendant"
	"github.com/sysadm-go/sysadm/conformance/internal/jail"
	"github.com/sysadm-go/sysadm/conformance/internal/near"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

// runCheck runs one check. The outcome of one that Options.Known speaks of is what
// that makes of it.
func (r *run) runCheck(ctx context.Context, c Check) Outcome {
	outcome := r.tryCheck(ctx, c)
	if known, ok := r.options.knownOf(c); ok {
		return known.settle(outcome, func() Outcome { return r.tryCheck(ctx, c) })
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

// judge finds the host, runs the script against it, puts back what the script
// borrowed, and leaves the host.
func (r *run) judge(ctx context.Context, c Check) Outcome {
	options, err := r.optionsFor(c)
	if err != nil {
		return Outcome{Status: Error, Message: err.Error()}
	}
	h, err := r.visit(ctx, c)
	if err != nil {
		return Outcome{Status: Error, Message: err.Error()}
	}
	j := newJudge(ctx, options, c, h.place)
	outcome := j.runScript(r.dir, c)
	if outcome.Status == Pass {
		outcome = j.withOthers(outcome)
	}
	err = j.restore()
	passed := outcome.Status == Pass && err == nil
	j.close(passed)
	if err := errors.Join(err, r.depart(h, c, passed)); err != nil && outcome.Status != Fail {
		outcome.Status, outcome.Message = Error, err.Error()
	}
	outcome.Trace = j.trace.shown()
	for _, text := range []*string{&outcome.Message, &outcome.Pointer, &outcome.Expected, &outcome.Got} {
		*text = j.trace.redact(*text)
	}
	return outcome
}

// A judge is the state of one check while its script runs. Script commands
// find it in the script's values; ctx is stored because they are given none.
type judge struct {
	ctx       context.Context
	options   Options
	check     Check
	host      *place
	server    probe.Server
	attendant *attendant.Attendant // of the same server
	trace     trace

	over     string              // current transport
	name     string              // current session
	sessions map[string]*session // by name
	asked    int                 // requests composed so far
	reached  bool                // the server has been talked to
	last     reply               // what the last request was answered
	kept     map[string]any      // what keep has stored
	keys     map[string]*rsa.PrivateKey
	lent     []Loan
	borrowed []func(ctx context.Context) error // give back what was lent
	others   []jail.Row                        // all jails as the script first found them
	stopped  *Outcome                          // set by fail, skip and unable
}

// judgeKey finds the judge in a script's values.
type judgeKey struct{}

func newJudge(ctx context.Context, o Options, c Check, h *place) *judge {
	j := &judge{
		ctx: ctx, options: o, check: c, host: h, server: h.server, attendant: h.attendant, over: c.over, name: "first",
		sessions: map[string]*session{}, kept: map[string]any{}, keys: map[string]*rsa.PrivateKey{},
	}
	j.trace.keepSecret(h.user, h.password)
	j.trace.keepSecret(h.operator, h.operatorPassword)
	return j
}

// runScript runs the script of a check and reads the outcome off its end.
func (j *judge) runScript(dir *scriptDir, c Check) Outcome {
	path, work, err := dir.lay(c)
	if err != nil {
		return Outcome{Status: Error, Message: fmt.Sprintf("cannot write the script to disk: %v", err)}
	}
	t := &scriptT{}
	t.run(func() {
		testscript.RunT(t, testscript.Params{
			WorkdirRoot:         work,
			Files:               []string{path},
			Cmds:                scriptCommands(),
			Setup:               j.setup,
			RequireExplicitExec: true,
			RequireUniqueNames:  true,
		})
	})
	outcome := Outcome{Status: Pass}
	switch {
	case j.stopped != nil:
		outcome = *j.stopped
	case t.failed:
		outcome = Outcome{Status: Error, Message: "the suite's own defect: " + t.message()}
	}
	outcome.Script = filepath.Base(path)
	if t.failed {
		outcome.Line = t.line()
		outcome.Source = j.check.sourceLine(outcome.Line)
	}
	return outcome
}

// setup gives a script its variables and its judge.
func (j *judge) setup(env *testscript.Env) error {
	for name, value := range map[string]string{
		"TRANSPORT":    j.over,
		"ACTION":       j.check.action,
		"PARAMETER":    j.check.parameter,
		"EDITION":      j.check.Edition.Name,
		"JAIL":         j.options.Jail,
		"POOL":         j.options.Pool,
		"USER":         j.host.user,
		"USERCASE":     near.OrAbsent(near.SwapCase(j.host.user), j.host.user),
		"PASSWORD":     j.host.password,
		"PASSWORDCASE": near.OrAbsent(near.SwapCase(j.host.password), j.host.password),
		"PASSWORDPART": near.OrAbsent(near.AllButLast(j.host.password), ""),
		"ABSENT":       near.Absent,
		"OPERATOR":     j.host.operator,
		"OPERATORWORD": j.host.operatorPassword,
		"OTHERWORD":    near.OrAbsent(j.host.operatorPassword, j.host.password),
		"JOB":          j.options.newName(),
		"JOB2":         j.options.newName(),
		"EXCHANGE":     j.check.exchange,
	} {
		env.Setenv(name, value)
	}
	_, text := j.check.Script()
	for name, length := range map[string]int{"MANY": 10_000, "LONG": 70_000} {
		if strings.Contains(text, "$"+name) {
			env.Setenv(name, strings.Repeat("x", length)) // weighs more than all else
		}
	}
	env.Values[judgeKey{}] = j
	return nil
}

// restore puts back what the script borrowed, latest first. It has time of its
// own: a check that was interrupted must still be tidied up after.
func (j *judge) restore() error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(j.ctx), j.options.CheckTimeout)
	defer cancel()
	var errs []error
	for i := len(j.borrowed) - 1; i >= 0; i-- {
		errs = append(errs, j.borrowed[i](ctx))
	}
	return errors.Join(errs...)
}

// close ends the sessions.
func (j *judge) close(passed bool) {
	for _, s := range j.sessions {
		j.leave(s, passed)
		j.closeREST(s)
	}
}
