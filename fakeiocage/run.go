package fakeiocage

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/cli"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/fault"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/program"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/python"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// Run runs the command once on the host and returns its exit status. A run that
// waits, for another process or in a fetch, ends when the context does.
//
// The host's clock and its faults apply, and the call is written down.
func (h *Host) Run(ctx context.Context, args []string, env Env) int {
	env = env.complete()
	r := run{host: h, args: args, env: env, program: env.imitated(), began: time.Now()}
	status, err := r.do(ctx)
	if err != nil {
		fmt.Fprintln(env.Stderr, "fakeiocage:", err)
	}
	return status
}

// A run is one call of the command.
type run struct {
	host    *Host
	args    []string
	env     Env
	program imitated
	began   time.Time
	clock   Clock
	now     time.Time // by the host's clock
	plan    fault.Plan
	changes uint64 // of a host in memory, before the run
}

// killed is the exit status that a shell reports for a command killed by
// SIGKILL.
const killed = 137

// do returns the exit status. It may return an error, too: a call that could
// not be recorded has been made nevertheless.
func (r *run) do(ctx context.Context) (status int, err error) {
	if r.host.known != nil {
		r.changes = r.host.known.host.Changes()
	}
	if r.clock, err = r.host.Clock(); err != nil {
		return 1, err
	}
	r.now = r.clock.At(r.env.Now())
	if r.plan, err = r.host.planFor(ctx, r.args, r.program.words, r.now); err != nil {
		return 1, err
	}
	if r.plan.Hang { // recorded at once, because a hanging process is killed
		err := r.record(nil)
		<-ctx.Done()
		return killed, err
	}
	if err := program.Pause(ctx, r.plan.Delay); err != nil {
		return killed, r.record(nil)
	}
	status = r.answer(ctx)
	return status, r.record(&status)
}

// answer prints the output of the command, or of the fault in its place.
func (r *run) answer(ctx context.Context) int {
	kept := r.isKept()
	switch {
	case r.plan.Answer != nil:
		return r.print(*r.plan.Answer)
	case !r.plan.Ends() && !kept:
		return r.program.run(ctx, r.host.store, r.args, r.cliEnv(r.env.Stdout, r.env.Stderr))
	}
	var s program.Store = r.host.store
	if r.plan.Die {
		s = dying{s}
	}
	var stdout, stderr bytes.Buffer
	status := r.program.run(ctx, s, r.args, r.cliEnv(&stdout, &stderr))
	if kept {
		line := string(appendLine(nil, r.args, r.env))
		printed := Printed{stdout.Bytes(), stderr.Bytes(), status}
		r.host.known.keep(line, &answer{printed, r.clock, r.call(&status, 0)}, r.changes)
	}
	return r.print(r.plan.Print(fault.Answer{Stdout: stdout.String(), Stderr: stderr.String(), ExitCode: status}))
}

// isKept reports whether the command's answer may be used again.
func (r *run) isKept() bool { return r.host.known != nil && r.program.steady(r.args) }

func (r *run) print(a fault.Answer) int {
	_, err1 := io.WriteString(r.env.Stdout, a.Stdout)
	_, err2 := io.WriteString(r.env.Stderr, a.Stderr)
	if err1 != nil || err2 != nil {
		return 1
	}
	return a.ExitCode
}

func (r *run) cliEnv(stdout, stderr io.Writer) program.Env {
	return program.Env{
		Stdin: r.env.Stdin, Stdout: stdout, Stderr: stderr, Getenv: r.env.Getenv,
		Now:         func() time.Time { return r.now },
		FetchBreaks: func(files int) bool { return r.plan.Breaks && files >= r.plan.BreaksAfter },
	}
}

// record records the call; a nil status means that it has no exit status.
func (r *run) record(status *int) error {
	return r.host.calls.Append(r.call(status, time.Since(r.began)))
}

func (r *run) call(status *int, took time.Duration) Call {
	return Call{
		Time: r.now.UTC(), Args: append([]string{}, r.args...), ExitCode: status, Faults: r.plan.Names,
		User: r.env.user(), Dialect: r.env.dialect(),
		Milliseconds: float64(took.Microseconds()) / 1000,
	}
}

// user is who runs the command.
func (e Env) user() string { return cmp.Or(e.Getenv("FAKEIOCAGE_USER"), "root") }

// dialect returns the name of the imitated dialect.
func (e Env) dialect() string {
	return cmp.Or(e.Getenv("FAKEIOCAGE_DIALECT"), edition.DefaultDialect.Name)
}

// An imitated is a program that the command can be.
type imitated struct {
	run    func(context.Context, program.Store, []string, program.Env) int
	steady func(words []string) bool
	words  *fault.Words // when it fails
}

// imitated returns the program of the dialect.
func (e Env) imitated() imitated {
	if d, err := edition.FindDialect(e.dialect()); err == nil && d.Python {
		return imitated{python.Run, python.Steady, fault.Python()}
	}
	return imitated{cli.Run, cli.Steady, fault.Shell}
}

var errDied = errors.New("died half-way through a change")

// A dying store abandons every change just before it is committed.
type dying struct{ program.Store }

func (d dying) Update(ctx context.Context, fn func(*host.Host) error) error {
	return d.Store.Update(ctx, func(h *host.Host) error {
		if err := fn(h); err != nil {
			return err
		}
		return errDied
	})
}
