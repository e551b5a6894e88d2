// Package logfile appends whole lines to a file that other programs may rotate.
package logfile

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// mode is the mode of a new file. Logs say who did what from where, so only the
// owner may read them.
const mode = 0o600

// A File is written to concurrently, in whole lines. It is opened again on
// request, and within a second after it was renamed or removed.
type File struct {
	path    string
	syncing sync.Mutex // held during an fsync, so that those who wait share the next

	mu      sync.Mutex
	file    *os.File
	batch   *batch    // of the lines that the next fsync brings to the disk
	begun   *batch    // the one before; its fsync may still run
	torn    bool      // the last line is incomplete
	checked time.Time // when the path was last checked
}

// A batch is what was written to a file between two fsyncs. The second is for
// all of it, and so is its error: after an error the system takes the lines for
// written, and a further fsync would report nothing.
type batch struct {
	file  *os.File
	asked bool         // somebody waits for the fsync
	sync  func() error // once; callers at the same time wait for it
}

func newBatch(file *os.File) *batch {
	return &batch{file: file, sync: sync.OnceValue(func() error {
		if info, err := file.Stat(); err == nil && !info.Mode().IsRegular() {
			return nil // it is on no disk
		}
		return file.Sync()
	})}
}

// Open opens a file for appending, or makes it.
func Open(path string) (*File, error) {
	f := &File{path: path}
	return f, f.Reopen()
}

// Reopen opens the path again, which may name another file now. If that fails,
// the previous file stays in use.
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
		f.leave()
	}
	f.file, f.batch, f.torn, f.checked = file, newBatch(file), isTorn(file), time.Now()
	return nil
}

// leave closes the file, after the lines of all who wait are on the disk.
func (f *File) leave() {
	for _, b := range []*batch{f.begun, f.batch} {
		if b != nil && b.asked {
			_ = b.sync() // its error is for those who asked
		}
	}
	_ = f.file.Close()
}

// isTorn reports whether a regular file ends within a line, as after a full
// disk or a crash of the machine.
func isTorn(file *os.File) bool {
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return false
	}
	var last [1]byte
	_, err = file.ReadAt(last[:], info.Size()-1)
	return err == nil && last[0] != '\n'
}

// Write appends one or more lines. If an error has cut a line short, that line
// is ended before the next one begins.
func (f *File) Write(lines []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.write(lines)
}

// WriteThrough is Write that returns when the lines are on the disk, if the file
// is on one. Callers at the same time share an fsync.
func (f *File) WriteThrough(lines []byte) error {
	f.mu.Lock()
	_, err := f.write(lines)
	mine := f.batch
	mine.asked = true
	f.mu.Unlock()
	if err != nil {
		return err
	}
	f.syncing.Lock()
	defer f.syncing.Unlock()
	f.begin(mine)
	return mine.sync()
}

// begin closes a batch to further lines.
func (f *File) begin(b *batch) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.batch == b {
		f.begun, f.batch = b, newBatch(b.file)
	}
}

func (f *File) write(lines []byte) (int, error) {
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

// follow opens the path again if the file there was replaced or removed.
func (f *File) follow() {
	if time.Since(f.checked) < time.Second {
		return
	}
	f.checked = time.Now()
	there, err := os.Stat(f.path)
	here, hereErr := f.file.Stat()
	if err != nil || hereErr != nil || !os.SameFile(there, here) {
		_ = f.reopen() // if this fails, the lines go to the old file
	}
}

// Close closes the file.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.file.Close()
}
