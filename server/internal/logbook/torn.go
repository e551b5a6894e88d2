package logbook

import (
	"bytes"
	"io"
	"os"
)

// dropTornEnd cuts a file after its last whole line and returns its size. A
// killed server or a full disk may leave an unfinished line.
func dropTornEnd(f *os.File) (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	size := info.Size()
	whole, err := wholeLines(f, size)
	if err == nil && whole < size {
		err = f.Truncate(whole)
	}
	return whole, err
}

// wholeLines returns the offset after the last whole line of a file, which it
// reads from its end.
func wholeLines(f io.ReaderAt, size int64) (int64, error) {
	for length := int64(1); size > 0; length = min(4096, size) {
		part := make([]byte, length)
		if _, err := f.ReadAt(part, size-length); err != nil && err != io.EOF {
			return 0, err
		}
		if i := bytes.LastIndexByte(part, '\n'); i >= 0 {
			return size - length + int64(i) + 1, nil
		}
		size -= length
	}
	return 0, nil
}
