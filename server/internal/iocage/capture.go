package iocage

import (
	"bytes"
	"fmt"
	"os"
	"syscall"
	"time"
)

// A capture keeps what is written into a pipe until the writer of interest has
// ended. Others may hold the pipe open: they keep nobody waiting.
type capture struct {
	read, write *os.File
	buffer      bytes.Buffer
	chunk       [1 << 10]byte // on its way into buffer
	left        int
	overflow    func()
	ended       chan struct{} // closed when the goroutine that reads has ended
}

// newCapture returns a capture of at most so many bytes; a pipe that gets more
// is still read, and overflow is called.
func newCapture(most int, overflow func()) (*capture, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("its output cannot be read: %v", err)
	}
	c := &capture{read: read, write: write, left: most, overflow: overflow, ended: make(chan struct{})}
	go c.follow()
	return c, nil
}

// follow reads until nobody holds the pipe open, or finish interrupts it.
func (c *capture) follow() {
	defer close(c.ended)
	for {
		n, err := c.read.Read(c.chunk[:])
		c.keep(c.chunk[:n])
		if err != nil {
			return
		}
	}
}

// finish returns what was written before it was called, and closes the pipe.
func (c *capture) finish() []byte {
	_ = c.write.Close()
	_ = c.read.SetReadDeadline(time.Now())
	<-c.ended
	_ = c.read.SetReadDeadline(time.Time{})
	c.drain()
	_ = c.read.Close()
	return c.buffer.Bytes()
}

// fullPipe is more than any pipe holds at once, in bytes: whoever writes on
// while it is drained cannot keep drain from ending.
const fullPipe = 1 << 20

// drain reads what is left in the pipe, and waits for nothing.
func (c *capture) drain() {
	pipe, err := c.read.SyscallConn()
	if err != nil {
		return
	}
	_ = pipe.Read(func(fd uintptr) bool {
		for rest := fullPipe; rest > 0; {
			n, err := syscall.Read(int(fd), c.chunk[:])
			if err == syscall.EINTR {
				continue
			}
			if n <= 0 {
				break
			}
			c.keep(c.chunk[:n])
			rest -= n
		}
		return true
	})
}

// keep keeps what fits.
func (c *capture) keep(text []byte) {
	if len(text) > c.left {
		c.overflow()
		return
	}
	c.left -= len(text)
	c.buffer.Write(text)
}
