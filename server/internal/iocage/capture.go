package iocage

import (
	"bytes"
	"fmt"
	"os"
	"syscall"
	"time"
)

// A capture keeps what is written to a pipe until the command has ended. Other
// processes may still hold the pipe open; they are not waited for.
type capture struct {
	read     int      // file descriptor
	write    *os.File // the command's end
	buffer   bytes.Buffer
	chunk    [1 << 10]byte // what was just read, before it goes into buffer
	left     int
	overflow func()

	follows *time.Timer   // nil: the command has not begun
	reader  chan *os.File // gets read once somebody follows
	ended   chan struct{} // closed when nobody follows any more
}

// soon is how long a command may print before its pipe is read. Most commands
// print so little that the pipe holds it all, and are read once, at their end.
// No command waits longer than this for its pipe to be emptied.
const soon = 2 * time.Millisecond

// newCapture returns a capture of at most most bytes. If the pipe gets more, it
// is still read, and overflow is called. When the command has its end of the
// pipe, call began and then finish; without a command, call only finish.
func newCapture(most int, overflow func()) (*capture, error) {
	read, write, err := pipe()
	if err != nil {
		return nil, fmt.Errorf("its output cannot be read: %v", err)
	}
	return &capture{
		read: read, write: os.NewFile(uintptr(write), "|1"), left: most, overflow: overflow,
		reader: make(chan *os.File, 1), ended: make(chan struct{}),
	}, nil
}

// began is called while the command works, so that what it does causes no delay
// at the end.
func (c *capture) began() {
	_ = c.write.Close()
	_ = syscall.SetNonblock(c.read, true) // so that a read can be interrupted
	c.follows = time.AfterFunc(soon, c.follow)
}

// pipe is os.Pipe without the runtime's poller, which would notice every write.
// Both ends are closed on exec.
func pipe() (read, write int, err error) {
	var ends [2]int
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := syscall.Pipe(ends[:]); err != nil {
		return 0, 0, os.NewSyscallError("pipe", err)
	}
	syscall.CloseOnExec(ends[0])
	syscall.CloseOnExec(ends[1])
	return ends[0], ends[1], nil
}

// follow reads until no process holds the pipe open, or finish interrupts it.
func (c *capture) follow() {
	defer close(c.ended)
	pipe := os.NewFile(uintptr(c.read), "|0")
	c.reader <- pipe
	for {
		n, err := pipe.Read(c.chunk[:])
		c.keep(c.chunk[:n])
		if err != nil {
			return
		}
	}
}

// finish returns what was written before the call, and closes the pipe.
func (c *capture) finish() []byte {
	if c.follows == nil {
		_ = c.write.Close()
		_ = syscall.Close(c.read)
		return nil
	}
	if c.follows.Stop() {
		c.drain()
		_ = syscall.Close(c.read)
		return c.buffer.Bytes()
	}
	pipe := <-c.reader
	_ = pipe.SetReadDeadline(time.Now())
	<-c.ended
	c.drain()
	_ = pipe.Close()
	return c.buffer.Bytes()
}

// fullPipe is more than any pipe holds, in bytes. It ends drain even if
// somebody writes all the time.
const fullPipe = 1 << 20

// drain reads what is left in the pipe, without waiting.
func (c *capture) drain() {
	for rest := fullPipe; rest > 0; {
		n, err := syscall.Read(c.read, c.chunk[:])
		if err == syscall.EINTR {
			continue
		}
		if n <= 0 {
			return
		}
		c.keep(c.chunk[:n])
		rest -= n
	}
}

// keep appends as much as fits.
func (c *capture) keep(text []byte) {
	if len(text) > c.left {
		c.overflow()
		return
	}
	c.left -= len(text)
	c.buffer.Write(text)
}
