package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

// A jobRunner runs the jobs of rpc/dispatcher on the simulated host, never a
// program of the real machine.
type jobRunner struct{ iocage runner }

// A program is a program of the simulated host. It returns its exit status.
type program func(ctx context.Context, args []string, out io.Writer) int

// Run runs one of the host's programs. Others cannot be started.
func (r jobRunner) Run(ctx context.Context, words []string, out io.Writer, _ func(int)) (int, error) {
	programs := map[string]program{
		"iocage": r.runIocage,
		"echo":   echo,
		"true":   func(context.Context, []string, io.Writer) int { return 0 },
		"false":  func(context.Context, []string, io.Writer) int { return 1 },
		"cat":    cat,
		"sleep":  sleep,
	}
	if len(words) == 0 {
		return -1, fmt.Errorf("it has an empty command")
	}
	run, found := programs[strings.TrimPrefix(words[0], "/bin/")]
	if !found {
		return -1, fmt.Errorf("%s does not start: the simulated host has no such program", words[0])
	}
	code := run(ctx, words[1:], out)
	return code, ctx.Err()
}

func (r jobRunner) runIocage(ctx context.Context, args []string, out io.Writer) int {
	return r.iocage.host.Run(ctx, args, fakeiocage.Env{Stdout: out, Stderr: out, Getenv: r.iocage.getenv})
}

func echo(_ context.Context, args []string, out io.Writer) int {
	fmt.Fprintln(out, strings.Join(args, " "))
	return 0
}

// cat copies its input, which is empty, or files, of which the host has none.
func cat(_ context.Context, args []string, out io.Writer) int {
	for _, file := range args {
		fmt.Fprintf(out, "cat: %s: No such file or directory\n", file)
	}
	return min(len(args), 1)
}

// sleep sleeps for a number of seconds, which may have a fraction.
func sleep(ctx context.Context, args []string, out io.Writer) int {
	if len(args) != 1 {
		fmt.Fprintln(out, "usage: sleep number")
		return 1
	}
	seconds, err := strconv.ParseFloat(args[0], 64)
	if err != nil {
		fmt.Fprintf(out, "sleep: %s is no number of seconds\n", args[0])
		return 1
	}
	select {
	case <-time.After(time.Duration(seconds * float64(time.Second))):
	case <-ctx.Done():
	}
	return 0
}
