package calls

import (
	"fmt"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/recent"
)

// A File keeps the last calls in a file that any number of processes append to at
// the same time: a hundred thousand of them, and as many in the older file beside it.
type File struct{ file recent.File }

// NewFile returns the log in the file of that name, which the first call makes.
func NewFile(path string) File { return File{recent.File(path)} }

// Append adds a call. Where nothing can be written, nothing is.
func (f File) Append(c Call) error {
	record, err := c.record()
	if err != nil {
		return err
	}
	if err := f.file.Append(record); err != nil {
		return fmt.Errorf("cannot write down the call: %w", err)
	}
	return nil
}

// Read returns all calls that are kept, the oldest first.
func (f File) Read() ([]Call, error) {
	text, err := f.file.Read()
	if err != nil {
		return nil, fmt.Errorf("cannot read the calls: %w", err)
	}
	return parse(text), nil
}

// Clear forgets all calls.
func (f File) Clear() error {
	if err := f.file.Clear(); err != nil {
		return fmt.Errorf("cannot forget the calls: %w", err)
	}
	return nil
}
