package logbook

import (
	"bytes"
	"errors"
	"io"
)

// chunk is how much of a file is read at once, in bytes.
const chunk = 64 << 10

// A backward reads a file from its end on: the entries that are asked for are
// mostly the last ones, and a page is soon full.
type backward struct {
	file io.ReaderAt
	at   int64  // where in the file text begins
	text []byte // what was read and is yet to be returned, at the beginning of buffer

	// whole tells that text ends where a line does. What follows the last end of a
	// line, and the end of a line that is too long, is passed over.
	whole  bool
	buffer [chunk + longestLine]byte
}

// line returns the line before the one returned last, without its end, which
// counts until the next call; io.EOF if there is none. Lines that are longer than
// longestLine are left out.
func (b *backward) line() ([]byte, error) {
	for {
		end := bytes.LastIndexByte(b.text, '\n')
		line := b.text[end+1:]
		switch {
		case end >= 0 && !b.whole:
			b.text, b.whole = b.text[:end], true
		case len(line) >= longestLine:
			b.text, b.whole = b.text[:max(0, end)], end >= 0
		case end >= 0:
			b.text = b.text[:end]
			return line, nil
		case b.at == 0 && b.whole:
			b.text, b.whole = nil, false
			return line, nil
		case b.at == 0:
			return nil, io.EOF
		default:
			if err := b.more(); err != nil {
				return nil, err
			}
		}
	}
}

// more puts what lies before in front of the text. What the writer has cut off
// meanwhile was no whole line.
func (b *backward) more() error {
	n := int(min(b.at, chunk))
	copy(b.buffer[n:], b.text)
	b.at -= int64(n)
	got, err := b.file.ReadAt(b.buffer[:n], b.at)
	switch {
	case got == n:
		b.text = b.buffer[:n+len(b.text)]
		return nil
	case errors.Is(err, io.EOF):
		b.text, b.whole = b.buffer[:got], false
		return nil
	}
	return err
}
