// Package blocking opens files without the poller that package os uses. A
// command that runs a millisecond waits for its reads and writes, and needs no
// poller.
package blocking

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// Open is os.OpenFile.
func Open(name string, flag int, mode os.FileMode) (*os.File, error) {
	for {
		fd, err := syscall.Open(name, flag|syscall.O_CLOEXEC, uint32(mode.Perm()))
		switch {
		case err == nil:
			return os.NewFile(uintptr(fd), name), nil
		case !errors.Is(err, syscall.EINTR):
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
	}
}
