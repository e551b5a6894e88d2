package iocage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// Exec runs a program installed on this host.
type Exec struct {
	// Program is a path, or a name to be found on PATH at each run.
	Program string

	// MaxOutput bounds stdout and stderr, in bytes each; zero means 16 MiB. A
	// command that prints more is ended.
	MaxOutput int
}

// grace is how long a command may take to end once it was told to, and how long
// its output is awaited after its end: what a jail's services hold open would
// otherwise keep the answer.
const grace = time.Second

// Available tells whether there is a program to run: nil, or ErrNotInstalled
// with its reason.
func (e Exec) Available() error {
	_, err := e.find()
	return err
}

func (e Exec) find() (string, error) {
	path, err := exec.LookPath(e.Program)
	if err != nil {
		return "", fmt.Errorf("%w: %v", ErrNotInstalled, err)
	}
	return path, nil
}

// Run runs the program with an empty stdin, in a process group of its own that
// ends as a whole when ctx does.
//
// RC_PID tells iocage that it was started by rc(8). Without it, an iocage that
// finds no active pool takes the last one there is and writes that down; with
// it, iocage says that none is active.
func (e Exec) Run(ctx context.Context, args ...string) (Output, error) {
	path, err := e.find()
	if err != nil {
		return Output{}, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)

	stdout, stderr := e.capture(cancel), e.capture(cancel)
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = append(os.Environ(), fmt.Sprintf("RC_PID=%d", os.Getpid()))
	cmd.Stdout, cmd.Stderr = stdout, stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = grace

	err = cmd.Run()
	if ctx.Err() != nil && cmd.Process != nil {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // whoever outlived the leader
		return Output{}, context.Cause(ctx)
	}
	out := Output{Stdout: stdout.buffer.Bytes(), Stderr: stderr.buffer.Bytes()}
	return withStatus(out, cmd.ProcessState, err)
}

// withStatus adds the exit status, or says why there is none.
func withStatus(out Output, state *os.ProcessState, err error) (Output, error) {
	var exit *exec.ExitError
	switch {
	case err == nil, errors.Is(err, exec.ErrWaitDelay):
		return out, nil
	case errors.As(err, &exit) && state.Exited():
		out.ExitCode = state.ExitCode()
		return out, nil
	case errors.As(err, &exit):
		return Output{}, fmt.Errorf("it was killed: %v", state)
	}
	return Output{}, fmt.Errorf("it does not start: %v", err)
}

// capture returns a buffer that ends the command when it overflows.
func (e Exec) capture(end context.CancelCauseFunc) *capture {
	most := e.MaxOutput
	if most <= 0 {
		most = 16 << 20
	}
	return &capture{left: most, overflow: func() {
		end(fmt.Errorf("it printed more than %d bytes and was ended", most))
	}}
}

// A capture hides its buffer, whose ReadFrom would take everything.
type capture struct {
	buffer   bytes.Buffer
	left     int
	overflow func()
}

// Write keeps what fits, and takes the rest without keeping it.
func (c *capture) Write(p []byte) (int, error) {
	if len(p) > c.left {
		c.overflow()
		return len(p), nil
	}
	c.left -= len(p)
	return c.buffer.Write(p)
}
