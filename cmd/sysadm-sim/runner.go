package main

import (
	"bytes"
	"context"

	"github.com/sysadm-go/sysadm/fakeiocage"
	"github.com/sysadm-go/sysadm/server"
)

// runner runs iocage on the simulated host, in this process.
type runner struct{ host *fakeiocage.Host }

// Run is one run of the command, by root and as started by rc(8): that is how
// the server runs the real one, so that it names no pool active by itself.
func (r runner) Run(ctx context.Context, args ...string) (server.Output, error) {
	var stdout, stderr bytes.Buffer
	code := r.host.Run(ctx, args, fakeiocage.Env{
		Stdout: &stdout,
		Stderr: &stderr,
		Getenv: environment,
	})
	return server.Output{Stdout: stdout.Bytes(), Stderr: stderr.Bytes(), ExitCode: code}, ctx.Err()
}

func environment(name string) string {
	if name == "RC_PID" {
		return "1"
	}
	return ""
}
