package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

// A jobRunner runs the jobs of rpc/dispatcher on the simulated host, never a
// program of the real machine.
type jobRunner struct{ iocage runner }

// A program is a program of the simulated host. It returns its exit status.
type program func(ctx context.Context, args []string, out io.Writer) int

// Run runs one of the host's programs. Others cannot be started.
func (r jobRunner) Run(ctx context.Context, words []string, out io.Writer, _ func(int)) (int, error) {
	if len(words) == 0 {
		return -1, fmt.Errorf("it has an empty command")
	}
	run, found := r.find(strings.TrimPrefix(words[0], "/bin/"))
	if !found {
		return -1, fmt.Errorf("%s does not start: the simulated host has no such program", words[0])
	}
	code := run(ctx, words[1:], out)
	return code, ctx.Err()
}

func (r jobRunner) find(name string) (program, bool) {
	if name == "iocage" {
		return r.runIocage, true
	}
	run, found := programs[name]
	return run, found
}

func (r jobRunner) runIocage(ctx context.Context, args []string, out io.Writer) int {
	return r.iocage.host.Run(ctx, args, fakeiocage.Env{Stdout: out, Stderr: out, Getenv: r.iocage.getenv})
}
