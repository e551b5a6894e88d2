package calls

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/blocking"
)

// A File keeps calls in a file that any number of processes append to at the
// same time.
type File struct{ path string }

// NewFile returns the log in the file of that name, which the first call makes.
func NewFile(path string) File { return File{path} }

// Append adds a call with one write at the end of the file, which the system
// keeps apart from all others. Where nothing can be written, nothing is.
func (f File) Append(c Call) error {
	record, err := c.record()
	if err != nil {
		return err
	}
	file, err := blocking.Open(f.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("cannot write down the call: %w", err)
	}
	_, err = file.Write(record)
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("cannot write down the call: %w", err)
	}
	return nil
}

// Read returns all calls, the oldest first.
func (f File) Read() ([]Call, error) {
	data, err := os.ReadFile(f.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("cannot read the calls: %w", err)
	}
	return parse(data), nil
}

// Clear forgets all calls.
func (f File) Clear() error {
	if err := os.Remove(f.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot forget the calls: %w", err)
	}
	return nil
}
