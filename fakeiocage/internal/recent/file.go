// Package recent keeps the latest lines in a file that any number of processes
// append to at the same time.
package recent

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/blocking"
)

// MostBytes is how large a file grows, but for its last line.
const MostBytes = 16 << 20

// A File is named by its path. When it has MostBytes it is renamed to the older
// file and replaces the previous one. Its size must be bounded, because a host
// may be used for weeks.
type File string

func (f File) older() string { return string(f) + ".older" }

// Append adds a line with one write at the end of the file, which the system
// does not mix with other writes. If the file cannot be written, it does
// nothing.
func (f File) Append(line []byte) error {
	file, err := blocking.Open(string(f), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = file.Write(line)
	f.turn(file)
	return errors.Join(err, file.Close())
}

// turn renames a full file to the older one. If several processes find it full,
// only one renames it: the others then see that the path names another file. A
// process without permission leaves it to others.
func (f File) turn(file *os.File) {
	full, err := file.Stat()
	if err != nil || full.Size() < MostBytes || syscall.Flock(int(file.Fd()), syscall.LOCK_EX) != nil {
		return
	}
	if now, err := os.Stat(string(f)); err == nil && os.SameFile(full, now) {
		_ = os.Rename(string(f), f.older())
	}
}

// Read returns all lines that are kept, oldest first. If one file became the
// other meanwhile, it reads both again.
func (f File) Read() ([]byte, error) {
	for {
		before, _ := os.Stat(f.older())
		older, err := readIfThere(f.older())
		newer, errNewer := readIfThere(string(f))
		if err := errors.Join(err, errNewer); err != nil {
			return nil, err
		}
		after, _ := os.Stat(f.older())
		if before == nil && after == nil || os.SameFile(before, after) {
			return append(older, newer...), nil
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

// Clear forgets all lines.
func (f File) Clear() error {
	for _, path := range []string{f.older(), string(f)} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
