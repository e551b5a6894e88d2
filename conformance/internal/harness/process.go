// Package harness starts programs that obey the harness contract: they print a
// ready line on stdout once they accept connections, and end on SIGTERM.
package harness

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Limits of the harness contract: how long a program may take to say that it
// is ready, and to end after SIGTERM.
const (
	readyLimit = 20 * time.Second
	endLimit   = 10 * time.Second
)

// Ready is the JSON line that a server prints on stdout once it accepts
// connections, or a simulator of many hosts once it takes orders.
type Ready struct {
	Hosts bool `json:"hosts"` // it takes orders

	WS       string `json:"ws"`
	REST     string `json:"rest"`
	CAFile   string `json:"ca_file"`
	User     string `json:"user"`
	Password string `json:"password"`

	Operator         string `json:"operator"`
	OperatorPassword string `json:"operator_password"`

	Management string `json:"management"`
}

// A Process is a program that obeys the harness contract: it prints its ready
// line and ends on SIGTERM.
type Process struct {
	Ready Ready // what that line says

	cmd    *exec.Cmd
	stderr tail
	drain  sync.WaitGroup
	follow func(stdout *bufio.Reader) // reads what comes after the ready line
}

// Start starts a program and waits for its ready line.
func Start(ctx context.Context, env []string, words ...string) (*Process, error) {
	p := newProcess(env, words...)
	return p, p.start(ctx)
}

// newProcess prepares a program to be started.
func newProcess(env []string, words ...string) *Process {
	p := &Process{cmd: exec.Command(words[0], words[1:]...)}
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stderr = &p.stderr
	p.cmd.WaitDelay = time.Second
	p.cmd.SysProcAttr = ownGroup() // an interrupt from the keyboard is ours to pass on
	p.follow = discard
	return p
}

// discard keeps a program from waiting for a full pipe.
func discard(stdout *bufio.Reader) { _, _ = io.Copy(io.Discard, stdout) }

// start starts the program and waits for its ready line.
func (p *Process) start(ctx context.Context) error {
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		return fmt.Errorf("cannot start %s: %v", p.cmd.Args[0], err)
	}
	if err := p.cmd.Start(); err != nil {
		return fmt.Errorf("cannot start %s: %v", p.cmd.Args[0], err)
	}
	if err := p.awaitReady(ctx, stdout); err != nil {
		_ = p.Stop()
		return fmt.Errorf("cannot start %s: %w%s", p.cmd.Args[0], err, p.stderr.quoted())
	}
	return nil
}

// awaitReady reads the ready line, and goes on reading what may follow so
// that the program never waits for a full pipe.
func (p *Process) awaitReady(ctx context.Context, stdout io.Reader) error {
	line := make(chan error, 1)
	p.drain.Go(func() {
		r := bufio.NewReader(stdout)
		text, err := r.ReadBytes('\n')
		if err == nil {
			err = json.Unmarshal(text, &p.Ready)
		}
		line <- err
		p.follow(r)
	})
	ctx, cancel := context.WithTimeoutCause(ctx, readyLimit, fmt.Errorf("it printed no ready line within %v", readyLimit))
	defer cancel()
	select {
	case err := <-line:
		if errors.Is(err, io.EOF) {
			return errors.New("it ended without printing its ready line")
		}
		if err != nil {
			return fmt.Errorf("its first line on stdout is not a ready line: %v", err)
		}
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Stop sends SIGTERM, waits, and kills what does not end, with all that it
// started. An error says that the program did not end with status 0, as the
// contract asks.
func (p *Process) Stop() error {
	var killed atomic.Bool
	kill := time.AfterFunc(endLimit, func() {
		killed.Store(true)
		_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	})
	defer kill.Stop()
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	err := p.cmd.Wait() // closes our end of stdout, which ends the draining
	p.drain.Wait()
	switch {
	case killed.Load():
		return fmt.Errorf("%s did not end within %v of SIGTERM and was killed%s", p.cmd.Path, endLimit, p.stderr.quoted())
	case err != nil:
		return fmt.Errorf("%s did not end well after SIGTERM: %v%s", p.cmd.Path, err, p.stderr.quoted())
	}
	return nil
}
