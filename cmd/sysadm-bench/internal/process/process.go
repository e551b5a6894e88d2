// Package process starts the measured programs with ordinary flags, and reads
// what the system reports about them.
package process

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// endLimit is how long a program may take to end before it is killed.
const endLimit = 20 * time.Second

// Ready is the line that a serving program prints when it accepts connections.
type Ready struct {
	WS       string `json:"ws"`
	REST     string `json:"rest"`
	CAFile   string `json:"ca_file"`
	User     string `json:"user"`
	Password string `json:"password"`
}

// A Process is a running program that serves.
type Process struct {
	Ready Ready

	cmd   *exec.Cmd
	log   *os.File // its stderr; a nameless file
	drain sync.WaitGroup
}

// Serve starts the command and returns when it has printed its ready line. When
// ctx ends, the program is asked to end.
func (c Command) Serve(ctx context.Context) (*Process, error) {
	cmd := c.exec(ctx)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("cannot start %s: %w", cmd.Path, err)
	}
	log, err := namelessFile()
	if err != nil {
		return nil, err
	}
	cmd.Stderr = log
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("cannot start %s: %w", cmd.Path, err), log.Close())
	}
	p := &Process{cmd: cmd, log: log}
	if err := p.awaitReady(stdout, cmp.Or(c.StartLimit, time.Minute)); err != nil {
		defer log.Close()
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		return nil, fmt.Errorf("cannot start %s: it printed no ready line: %w%s", cmd.Path, err, p.lastWords())
	}
	p.drain.Go(func() { _, _ = io.Copy(io.Discard, stdout) }) // later output is discarded
	return p, nil
}

// awaitReady reads the ready line. A program that takes too long is killed.
func (p *Process) awaitReady(stdout io.Reader, limit time.Duration) error {
	overdue := time.AfterFunc(limit, func() { _ = p.cmd.Process.Kill() })
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if !overdue.Stop() {
		return fmt.Errorf("it was killed after %v", limit)
	}
	if err != nil {
		return err
	}
	return json.Unmarshal(line, &p.Ready)
}

// namelessFile makes a file that disappears when it is closed.
func namelessFile() (*os.File, error) {
	f, err := os.CreateTemp("", "sysadm-bench-")
	if err == nil {
		err = os.Remove(f.Name())
	}
	if err != nil {
		return nil, fmt.Errorf("cannot keep the log of a program: %w", err)
	}
	return f, nil
}

// PID returns the id of the process.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// End asks the program to end and returns its usage.
func (p *Process) End() (Usage, error) {
	defer p.log.Close()
	most, peakErr := peak(p.PID())
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return Usage{}, errors.Join(fmt.Errorf("cannot end %s: %w", p.cmd.Path, err), p.cmd.Wait())
	}
	overdue := time.AfterFunc(endLimit, func() { _ = p.cmd.Process.Kill() })
	defer overdue.Stop()
	p.drain.Wait()
	if err := p.cmd.Wait(); err != nil {
		return Usage{}, fmt.Errorf("%s did not end well: %w%s", p.cmd.Path, err, p.lastWords())
	}
	used := usage(p.cmd.ProcessState)
	if peakErr == nil {
		used.Peak = most
	}
	return used, nil
}

// lastWords returns the end of a program's stderr, for the end of a sentence.
func (p *Process) lastWords() string {
	size, err := p.log.Seek(0, io.SeekEnd)
	if err != nil || size == 0 {
		return ""
	}
	words := make([]byte, min(size, 500))
	_, _ = p.log.ReadAt(words, size-int64(len(words)))
	return ": " + string(bytes.TrimSpace(words))
}
