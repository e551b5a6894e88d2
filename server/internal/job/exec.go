package job

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"github.com/sysadm-go/sysadm/server/internal/processgroup"
)

// Exec runs programs of this host.
type Exec struct {
	// Grace is how long a command may take to end after SIGTERM, and how long
	// its output is awaited after its end.
	Grace time.Duration

	// Iocage returns the path and the environment of the program that the word
	// iocage stands for; nil means that it is found like any other.
	Iocage func() (path string, environment []string, err error)
}

// Run runs a program with an empty stdin, in the root folder, in a process
// group of its own. The program is found on PATH unless it is a path. The group
// gets SIGTERM when ctx ends, and when the server ends if the system offers
// that. What is left of it after the grace gets SIGKILL. Processes left behind
// by a command that ended by itself continue to run.
func (e Exec) Run(ctx context.Context, words []string, out io.Writer, started func(group int)) (int, error) {
	if len(words) == 0 {
		return -1, errors.New("it has an empty command")
	}
	// processgroup.Own needs it: the thread must outlive the command.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()

	cmd, err := e.command(ctx, words)
	if err != nil {
		return -1, fmt.Errorf("%s does not start: %v", words[0], err)
	}
	cmd.Dir = "/" // as rc(8) would; iocage, for one, runs what it finds in the lib of its working folder
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = processgroup.Own(syscall.SIGTERM)
	var told time.Time
	cmd.Cancel = func() error {
		told = time.Now()
		return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM)
	}
	cmd.WaitDelay = e.Grace
	if err := cmd.Start(); err != nil {
		return -1, fmt.Errorf("%s does not start: %v", words[0], err)
	}
	started(cmd.Process.Pid)
	err = cmd.Wait()
	if !told.IsZero() {
		endGroup(cmd.Process.Pid, told.Add(e.Grace))
		return -1, context.Cause(ctx)
	}
	return status(words[0], cmd, err)
}

// command returns the command, not yet started.
func (e Exec) command(ctx context.Context, words []string) (*exec.Cmd, error) {
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	if words[0] != "iocage" || e.Iocage == nil {
		return cmd, nil
	}
	path, environment, err := e.Iocage()
	cmd.Path, cmd.Env, cmd.Err = path, environment, nil
	return cmd, err
}

// status returns the exit status of a command that ended by itself.
func status(program string, cmd *exec.Cmd, err error) (int, error) {
	var exit *exec.ExitError
	switch {
	case err == nil, errors.Is(err, exec.ErrWaitDelay):
		return 0, nil
	case errors.As(err, &exit) && exit.Exited():
		return exit.ExitCode(), nil
	}
	return -1, fmt.Errorf("%s was killed: %v", program, err)
}

// endGroup waits for a process group to end and kills what is left of it after
// the limit.
func endGroup(group int, limit time.Time) {
	for !errors.Is(syscall.Kill(-group, 0), syscall.ESRCH) {
		if time.Now().After(limit) {
			_ = syscall.Kill(-group, syscall.SIGKILL)
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}
