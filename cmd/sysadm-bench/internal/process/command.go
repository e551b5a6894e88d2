package process

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// A Command is a program with its arguments and environment.
type Command struct {
	Argv  []string
	Env   []string // added to the environment
	Stdin string

	// StartLimit is the time in which a serving program must print its ready
	// line; zero means one minute.
	StartLimit time.Duration

	path string // if it is not Argv[0]
}

// Self is this very program with other arguments.
func Self(args ...string) (Command, error) {
	path, err := os.Executable()
	if err != nil {
		return Command{}, fmt.Errorf("cannot find the program that measures: %w", err)
	}
	return Command{Argv: append([]string{os.Args[0]}, args...), path: path}, nil
}

func (c Command) exec(ctx context.Context) *exec.Cmd {
	cmd := exec.CommandContext(ctx, c.Argv[0], c.Argv[1:]...)
	if c.path != "" {
		cmd.Path, cmd.Err = c.path, nil
	}
	cmd.Env = append(os.Environ(), c.Env...)
	cmd.Stdin = strings.NewReader(c.Stdin)
	return cmd
}

// Run runs the command to its end and returns its output and usage. A command
// that fails is an error.
func (c Command) Run(ctx context.Context) (stdout []byte, used Usage, err error) {
	cmd := c.exec(ctx)
	begin := time.Now()
	stdout, err = cmd.Output()
	took := time.Since(begin)
	if err != nil {
		return nil, Usage{}, fmt.Errorf("cannot run %s: %w%s", strings.Join(c.Argv, " "), err, stderrOf(err))
	}
	used = usage(cmd.ProcessState)
	used.Took = took
	return stdout, used, nil
}

func stderrOf(err error) string {
	if exit, ok := err.(*exec.ExitError); ok && len(exit.Stderr) > 0 {
		return ": " + strings.TrimSpace(string(exit.Stderr))
	}
	return ""
}
