package floor

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"sync"
)

// buffers hold what commands print.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// noInput is the stdin of every command.
var noInput = sync.OnceValues(func() (*os.File, error) { return os.Open(os.DevNull) })

// Exec runs a command to its end, with env added to its environment, and reads
// what it prints, with as little as that takes: one pipe, read where it is waited
// for, and no goroutine. A command that fails is an error, as is one that is killed
// because ctx ends.
func Exec(ctx context.Context, env, argv []string) error {
	stdin, err := noInput()
	if err != nil {
		return fmt.Errorf("cannot start %s: %w", argv[0], err)
	}
	read, write, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("cannot start %s: %w", argv[0], err)
	}
	defer read.Close()
	attributes := &os.ProcAttr{Files: []*os.File{stdin, write, os.Stderr}}
	if env != nil {
		attributes.Env = append(os.Environ(), env...)
	}
	p, err := os.StartProcess(argv[0], argv, attributes)
	_ = write.Close()
	if err != nil {
		return fmt.Errorf("cannot start %s: %w", argv[0], err)
	}
	defer context.AfterFunc(ctx, func() { _ = p.Kill() })()
	out := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(out)
	out.Reset()
	_, readErr := io.Copy(out, read)
	state, err := p.Wait()
	if err == nil {
		err = readErr
	}
	if err == nil && !state.Success() {
		err = fmt.Errorf("%v", state)
	}
	if err != nil {
		return fmt.Errorf("%v: %w", argv, err)
	}
	return nil
}
