// Package logfile appends whole lines to a file that other programs may rotate.
package logfile

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// mode is that of a file that is made: logs tell who did what from where.
const mode = 0o600

// A File is written to by many at once, each line whole. It is opened anew when
// asked to, and within a second after it was renamed or removed.
type File struct {
	path string

	mu      sync.Mutex
	file    *os.File
	torn    bool      // the last line has no end
	checked time.Time // when the path was last looked at
}

// Open opens a file for appending, or makes it.
func Open(path string) (*File, error) {
	f := &File{path: path}
	return f, f.Reopen()
}

// Reopen opens the path again, which may be another file now. If that fails, the
// file before it stays.
func (f *File) Reopen() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.reopen()
}

func (f *File) reopen() error {
	file, err := os.OpenFile(f.path, os.O_APPEND|os.O_CREATE|os.O_RDWR, mode)
	if err != nil {
		return fmt.Errorf("cannot open the log: %w", err)
	}
	if f.file != nil {
		_ = f.file.Close()
	}
	f.file, f.torn, f.checked = file, isTorn(file), time.Now()
	return nil
}

// isTorn tells whether a regular file ends within a line, as a full disk or the
// end of a machine may leave it.
func isTorn(file *os.File) bool {
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return false
	}
	var last [1]byte
	_, err = file.ReadAt(last[:], info.Size()-1)
	return err == nil && last[0] != '\n'
}

// Write appends one line or more. A line that was cut short by an error is ended
// before the next one begins.
func (f *File) Write(lines []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.follow()
	if f.torn {
		if _, err := io.WriteString(f.file, "\n"); err != nil {
			return 0, err
		}
		f.torn = false
	}
	n, err := f.file.Write(lines)
	f.torn = err != nil && n > 0
	return n, err
}

// follow opens the path again if it is another file by now, or none.
func (f *File) follow() {
	if time.Since(f.checked) < time.Second {
		return
	}
	f.checked = time.Now()
	there, err := os.Stat(f.path)
	here, hereErr := f.file.Stat()
	if err != nil || hereErr != nil || !os.SameFile(there, here) {
		_ = f.reopen() // if that cannot be, the lines go where they went
	}
}

// Sync waits until what was written is on the disk, if the file is on one.
func (f *File) Sync() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if info, err := f.file.Stat(); err == nil && !info.Mode().IsRegular() {
		return nil
	}
	return f.file.Sync()
}

// Close closes the file.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.file.Close()
}
