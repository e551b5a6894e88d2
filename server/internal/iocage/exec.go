package iocage

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server/internal/processgroup"
)

// Exec runs a program installed on this host.
type Exec struct {
	// Program is a path, or a name to be found on PATH at each run.
	Program string

	// MaxOutput bounds stdout and stderr, in bytes each; zero means 16 MiB. A
	// command that prints more is ended.
	MaxOutput int

	// Dialect says which of the two programs it is. An imitation of iocage is told
	// its name, unless the server's own environment names one; "" leaves the choice
	// to the imitation. A real iocage ignores it.
	Dialect edition.Dialect
}

// dialectVariable is the environment variable from which fakeiocage takes its
// dialect.
const dialectVariable = "FAKEIOCAGE_DIALECT"

// grace is how long a command may take to end after it was told to.
const grace = time.Second

// Available returns nil if there is a program to run, or ErrNotInstalled with
// its reason.
func (e Exec) Available() error {
	_, err := e.find()
	return err
}

func (e Exec) find() (string, error) {
	path, err := exec.LookPath(e.Program)
	if err == nil {
		path, err = filepath.Abs(path)
	}
	if err != nil {
		return "", fmt.Errorf("%w: %v", ErrNotInstalled, err)
	}
	return path, nil
}

// Run runs the program with an empty stdin, in a process group of its own that
// ends as a whole when ctx does. It returns when the program has ended, with
// all output until then. It does not wait for other processes that hold the
// output open, such as the services of a jail that the program started.
//
// RC_PID tells the shell iocage that it was started by rc(8). Without it, an
// iocage that finds no active pool activates the last one; with it, iocage says
// that none is active.
//
// LC_ALL makes system messages readable for this package. For the Python program
// it names UTF-8: otherwise that program (Python 3.6) can neither print nor read
// a tag with other letters.
//
// The program runs in the root folder, because iocage prefers what it finds in
// lib of its working folder to its own libraries.
func (e Exec) Run(ctx context.Context, args ...string) (Output, error) {
	path, err := e.find()
	if err != nil {
		return Output{}, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stdout, stderr, err := e.captures(cancel)
	if err != nil {
		return Output{}, err
	}
	state, err := e.execute(ctx, append([]string{path}, args...), stdout, stderr)
	out := Output{Stdout: stdout.finish(), Stderr: stderr.finish()}
	if ctx.Err() != nil {
		return Output{}, context.Cause(ctx)
	}
	return withStatus(out, state, err)
}

// execute runs a command until it ends. It does not use os/exec, whose
// goroutines would double the cost of a short command.
func (e Exec) execute(ctx context.Context, words []string, stdout, stderr *capture) (*os.ProcessState, error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	stdin, err := noInput()
	if err != nil {
		return nil, err
	}
	runtime.LockOSThread() // processgroup.Own needs it: the thread must outlive the command
	defer runtime.UnlockOSThread()
	leader, err := os.StartProcess(words[0], words, &os.ProcAttr{
		Dir:   "/",
		Env:   e.environment(),
		Files: []*os.File{stdin, stdout.write, stderr.write},
		Sys:   processgroup.Own(syscall.SIGKILL),
	})
	if err != nil {
		return nil, err
	}
	stdout.began()
	stderr.began()
	return processgroup.Wait(ctx, leader, grace)
}

// empty is the stdin of all commands, opened once.
var empty struct {
	sync.Mutex
	file *os.File
}

func noInput() (_ *os.File, err error) {
	empty.Lock()
	defer empty.Unlock()
	if empty.file == nil {
		empty.file, err = os.Open(os.DevNull)
	}
	return empty.file, err
}

// Command returns the path of the program and its environment, for those who run
// it themselves.
func (e Exec) Command() (path string, environment []string, err error) {
	path, err = e.find()
	return path, e.environment(), err
}

// environment is that of this process, with the changes that Run describes.
func (e Exec) environment() []string {
	ours := []string{fmt.Sprintf("RC_PID=%d", os.Getpid()), "LC_ALL=C"}
	if e.Dialect.Python {
		ours = []string{"LC_ALL=en_US.UTF-8"} // in every FreeBSD; C.UTF-8 is not
	}
	if _, said := os.LookupEnv(dialectVariable); !said && e.Dialect.Name != "" {
		ours = append(ours, dialectVariable+"="+e.Dialect.Name)
	}
	others := slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "RC_PID=") || strings.HasPrefix(v, "LC_ALL=")
	})
	return append(others, ours...)
}

// withStatus adds how the command ended.
func withStatus(out Output, state *os.ProcessState, err error) (Output, error) {
	switch {
	case err != nil:
		return Output{}, fmt.Errorf("it does not start: %v", err)
	case !state.Exited():
		return Output{}, fmt.Errorf("it was killed: %v", state)
	}
	out.ExitCode = state.ExitCode()
	return out, nil
}

// captures returns the captures of stdout and stderr. If one of them overflows,
// the command is ended.
func (e Exec) captures(end context.CancelCauseFunc) (stdout, stderr *capture, err error) {
	most := e.MaxOutput
	if most <= 0 {
		most = 16 << 20
	}
	overflow := func() { end(fmt.Errorf("it printed more than %d bytes and was ended", most)) }
	if stdout, err = newCapture(most, overflow); err != nil {
		return nil, nil, err
	}
	if stderr, err = newCapture(most, overflow); err != nil {
		stdout.finish()
		return nil, nil, err
	}
	return stdout, stderr, nil
}
