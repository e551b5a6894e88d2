package recording

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
)

// A File is a recording on its way to disk. Every line is written whole as its
// check ends, so that a run which is killed leaves a recording that can be read.
// It is used by one goroutine at a time.
type File struct {
	path   string
	file   *os.File
	made   bool // the file was not there before
	header Header
	size   int64 // of the whole lines that were written
	checks int
	err    error // the first that kept a line from being written
}

// Create opens the file of a recording. What it held before is replaced when
// the first check ends, so that a run which cannot begin loses nothing.
func Create(path string, h Header) (*File, error) {
	_, err := os.Stat(path)
	made := os.IsNotExist(err)
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cannot record to %s: %v", path, reason(err))
	}
	h.Format = Format
	return &File{path: path, file: file, made: made, header: h}, nil
}

// Add writes a check that has ended. One that was not selected, or not begun, is
// left out. An error is told by Close.
func (f *File) Add(o conformance.Outcome) {
	if o.Status == "" || o.Status == conformance.Disabled {
		return
	}
	f.begin()
	f.write(newCheckLine(o))
	if f.err == nil {
		f.checks++
	}
}

// begin writes the header.
func (f *File) begin() {
	if f.size > 0 || f.err != nil {
		return
	}
	f.cut()
	f.write(f.header)
}

// write writes a line, or takes back what could be written of it.
func (f *File) write(line any) {
	if f.err != nil {
		return
	}
	text, err := encode(line)
	if err == nil {
		_, err = f.file.Write(text)
	}
	if err != nil {
		f.err = fmt.Errorf("cannot record to %s: %v: the recording ends after %d checks", f.path, reason(err), f.checks)
		f.cut()
		return
	}
	f.size += int64(len(text))
}

// cut takes away what stands behind the whole lines. A pipe has nothing to take
// back.
func (f *File) cut() {
	if f.file.Truncate(f.size) == nil {
		_, _ = f.file.Seek(f.size, io.SeekStart)
	}
}

// Close ends the recording: of a whole run, or of one that was interrupted.
func (f *File) Close(whole bool) error {
	if f.size == 0 && f.err == nil {
		return f.abandon()
	}
	if whole {
		f.write(end{Ended: time.Now().UTC(), Checks: f.checks})
	}
	if err := f.file.Close(); err != nil && f.err == nil {
		f.err = fmt.Errorf("cannot record to %s: %v", f.path, reason(err))
	}
	return f.err
}

// abandon leaves things as they were before Create.
func (f *File) abandon() error {
	_ = f.file.Close() // nothing was written
	if f.made {
		_ = os.Remove(f.path) // empty, so it does no harm either
	}
	return nil
}

// reason is an error without the words of the call and the path, which its
// caller says.
func reason(err error) error {
	if path, ok := err.(*os.PathError); ok {
		return path.Err
	}
	return err
}
