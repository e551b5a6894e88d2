// Package judge runs a script against a server and returns the result.
package judge

import (
	"context"
	"crypto/rsa"
	"errors"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/attendant"
	"github.com/sysadm-go/sysadm/conformance/internal/jail"
	"github.com/sysadm-go/sysadm/conformance/internal/loan"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

// A judge is the state of one check while its script runs. Script commands
// find it in the script's values; ctx is stored because they are given none.
type judge struct {
	ctx       context.Context
	began     time.Time
	of        Case
	host      *Host
	server    probe.Server
	attendant *attendant.Attendant // of the same server
	trace     trace
	command   Cmd // that the script is at

	name     string              // current session
	sessions map[string]*session // by name
	asked    int                 // requests composed so far
	reached  bool                // the server has been talked to
	last     reply               // what the last request was answered
	kept     map[string]keepsake // what keep has stored
	keys     map[string]*rsa.PrivateKey
	lent     []loan.Loan
	borrowed []func(ctx context.Context) error // give back what was lent
	others   []jail.Row                        // all jails as the script first found them
	chosen   jail.Row                          // that the run has not named, if there is one
	stopped  *Ending                           // set by differ, skip and unable
}

// judgeKey finds the judge in a script's values.
type judgeKey struct{}

func newJudge(ctx context.Context, h *Host, c Case) *judge {
	j := &judge{
		ctx: ctx, began: time.Now(), of: c, host: h, server: h.Server, attendant: h.Attendant, name: "first",
		sessions: map[string]*session{}, kept: map[string]keepsake{}, keys: map[string]*rsa.PrivateKey{},
	}
	j.trace.keepSecret(h.User, h.Password)
	j.trace.keepSecret(h.Operator, h.OperatorPassword)
	return j
}

// runScript runs the script and reads the ending off its log.
func (j *judge) runScript() Ending {
	t := &scriptT{}
	t.run(func() {
		testscript.RunT(t, testscript.Params{
			WorkdirRoot:         j.of.Work,
			Files:               []string{j.of.File},
			Cmds:                scriptCommands(),
			Setup:               j.setup,
			RequireExplicitExec: true,
			RequireUniqueNames:  true,
		})
	})
	ending := Ending{Status: Passed}
	switch {
	case j.stopped != nil:
		ending = *j.stopped
	case t.failed:
		ending = Ending{Status: Unable, Message: "the suite's own defect: " + t.message()}
	}
	if t.failed {
		ending.Line = t.line()
	}
	return ending
}

// setup gives a script its variables and its judge.
func (j *judge) setup(env *testscript.Env) error {
	for _, v := range Variables {
		if !v.Heavy || strings.Contains(j.of.Text, "$"+v.Name) {
			env.Setenv(v.Name, v.value(j))
		}
	}
	env.Values[judgeKey{}] = j
	return nil
}

// restore puts back what the script borrowed, latest first. It has time of its
// own: a check that was interrupted must still be tidied up after.
func (j *judge) restore() error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(j.ctx), j.of.Limit)
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
