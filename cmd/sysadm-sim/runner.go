package main

import (
	"bytes"
	"cmp"
	"context"

	"github.com/sysadm-go/sysadm/fakeiocage"
	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server"
)

// runner runs iocage on the simulated host, in this process.
type runner struct {
	host   *fakeiocage.Host
	getenv func(name string) string // the command's environment
}

// newRunner returns a runner for the dialect in the environment, or else for
// the one whose output the edition's documents show.
func newRunner(host *fakeiocage.Host, ed edition.Edition, getenv func(string) string) runner {
	if ed.Name == "" {
		ed = edition.Default
	}
	return runner{host, asRC(cmp.Or(getenv("FAKEIOCAGE_DIALECT"), ed.Dialect.Name))}
}

// A zpool runs zpool on the simulated host.
type zpool struct{ host *fakeiocage.Host }

// Run is one run of the command.
func (z zpool) Run(ctx context.Context, args ...string) (server.Output, error) {
	var stdout, stderr bytes.Buffer
	code := z.host.ZPool(ctx, args, fakeiocage.Env{Stdout: &stdout, Stderr: &stderr})
	return server.Output{Stdout: stdout.Bytes(), Stderr: stderr.Bytes(), ExitCode: code}, ctx.Err()
}

// asRC is the environment of a command run by root and started by rc(8). The
// server runs the real one like this, so that it activates no pool by itself.
func asRC(dialect string) func(string) string {
	variables := map[string]string{"RC_PID": "1", "FAKEIOCAGE_DIALECT": dialect}
	return func(name string) string { return variables[name] }
}

// Run is one run of the command.
func (r runner) Run(ctx context.Context, args ...string) (server.Output, error) {
	var stdout, stderr bytes.Buffer
	code := r.host.Run(ctx, args, fakeiocage.Env{
		Stdout: &stdout,
		Stderr: &stderr,
		Getenv: r.getenv,
	})
	return server.Output{Stdout: stdout.Bytes(), Stderr: stderr.Bytes(), ExitCode: code}, ctx.Err()
}

// Known returns what a run would print, if that is known without one.
func (r runner) Known(args ...string) (server.Output, bool) {
	printed, known := r.host.Known(args, fakeiocage.Env{Getenv: r.getenv})
	return server.Output(printed), known
}
