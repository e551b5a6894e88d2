package floor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"syscall"
)

// noInput is the stdin of every command.
var noInput = sync.OnceValues(func() (*os.File, error) { return os.Open(os.DevNull) })

// buffers take the output of commands, which is discarded.
var buffers = sync.Pool{New: func() any { return new([32 << 10]byte) }}

// Exec runs a command to its end, with env added to its environment, and reads
// its output, with the least possible work: one pipe, read by the waiting
// thread, without goroutines or the runtime's poller. That takes a tenth less
// than os/exec. It returns an error if the command fails, or is killed because
// ctx ends.
func Exec(ctx context.Context, env, argv []string) error {
	read, write, err := pipe()
	if err != nil {
		return fmt.Errorf("cannot start %s: %w", argv[0], err)
	}
	defer syscall.Close(read)
	p, err := start(env, argv, write)
	if err = errors.Join(err, write.Close()); err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { _ = p.Kill() })()
	readErr := readAll(read)
	state, err := p.Wait()
	switch {
	case err != nil:
		return fmt.Errorf("cannot wait for %v: %w", argv, err)
	case readErr != nil:
		return fmt.Errorf("cannot read what %v prints: %w", argv, readErr)
	case !state.Success():
		return fmt.Errorf("%v: %v", argv, state)
	}
	return nil
}

func start(env, argv []string, stdout *os.File) (*os.Process, error) {
	stdin, err := noInput()
	if err != nil {
		return nil, fmt.Errorf("cannot start %s: %w", argv[0], err)
	}
	attributes := &os.ProcAttr{Files: []*os.File{stdin, stdout, os.Stderr}}
	if env != nil {
		attributes.Env = append(os.Environ(), env...)
	}
	p, err := os.StartProcess(argv[0], argv, attributes)
	if err != nil {
		return nil, fmt.Errorf("cannot start %s: %w", argv[0], err)
	}
	return p, nil
}

// pipe returns a pipe whose read end blocks in the system call, and which no
// other command inherits.
func pipe() (read int, write *os.File, err error) {
	var ends [2]int
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := syscall.Pipe(ends[:]); err != nil {
		return 0, nil, fmt.Errorf("pipe: %w", err)
	}
	syscall.CloseOnExec(ends[0])
	syscall.CloseOnExec(ends[1])
	return ends[0], os.NewFile(uintptr(ends[1]), "|"), nil
}

// readAll reads until every writer has ended.
func readAll(end int) error {
	buffer := buffers.Get().(*[32 << 10]byte)
	defer buffers.Put(buffer)
	for {
		n, err := syscall.Read(end, buffer[:])
		switch {
		case err == syscall.EINTR:
		case err != nil:
			return err
		case n == 0:
			return nil
		}
	}
}
