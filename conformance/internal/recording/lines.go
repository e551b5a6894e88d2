package recording

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// maxLine bounds one line of a recording, in bytes. The suite keeps 64 KiB of a
// message, so that this is a check of some hundred messages of the largest kind.
const maxLine = 64 << 20

// lineReader reads lines of JSON.
type lineReader struct {
	from  *bufio.Reader
	count int // of the lines that were read
}

// next reads a line into a value. io.EOF is the end: a last line without a
// newline was not written whole, and is none.
func (r *lineReader) next(into any) error {
	r.count++
	text, err := r.read()
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("it has an unexpected form: %w", err)
	}
	return nil
}

func (r *lineReader) read() ([]byte, error) {
	var line bytes.Buffer
	for {
		part, err := r.from.ReadSlice('\n')
		line.Write(part)
		if err == nil {
			return line.Bytes(), nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return nil, err
		}
		if line.Len() > maxLine {
			return nil, fmt.Errorf("it is longer than %d bytes", maxLine)
		}
	}
}
