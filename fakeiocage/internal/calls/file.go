package calls

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/blocking"
)

// A File keeps the last calls in a file that any number of processes append to at
// the same time. One that has MostBytes becomes the older one beside it, and what
// was that before is forgotten: a host may be asked for weeks.
type File struct{ path string }

// MostBytes is how large a file of calls grows, but for the last one: that of a
// hundred thousand calls.
const MostBytes = 16 << 20

// NewFile returns the log in the file of that name, which the first call makes.
func NewFile(path string) File { return File{path} }

func (f File) older() string { return f.path + ".older" }

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
	f.turn(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("cannot write down the call: %w", err)
	}
	return nil
}

// turn makes a file that is full the older one. Of those who find it full at once
// one does, for the others then find that the file is another. Who may not do it
// leaves it to others.
func (f File) turn(file *os.File) {
	full, err := file.Stat()
	if err != nil || full.Size() < MostBytes || syscall.Flock(int(file.Fd()), syscall.LOCK_EX) != nil {
		return
	}
	if now, err := os.Stat(f.path); err == nil && os.SameFile(full, now) {
		_ = os.Rename(f.path, f.older())
	}
}

// Read returns all calls that are kept, the oldest first. It reads both files again
// where one became the other meanwhile.
func (f File) Read() ([]Call, error) {
	for {
		before, _ := os.Stat(f.older())
		older, err := readIfThere(f.older())
		newer, errNewer := readIfThere(f.path)
		if err := errors.Join(err, errNewer); err != nil {
			return nil, fmt.Errorf("cannot read the calls: %w", err)
		}
		after, _ := os.Stat(f.older())
		if before == nil && after == nil || os.SameFile(before, after) {
			return append(parse(older), parse(newer)...), nil
		}
	}
}

func readIfThere(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

// Clear forgets all calls.
func (f File) Clear() error {
	for _, path := range []string{f.older(), f.path} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("cannot forget the calls: %w", err)
		}
	}
	return nil
}
