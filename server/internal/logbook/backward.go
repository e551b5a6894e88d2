package logbook

import (
	"bytes"
	"errors"
	"io"
)

// chunk is how many bytes of a file are read at once.
const chunk = 64 << 10

// A backward reads a file from its end: usually the last entries are wanted,
// and a page is soon full.
type backward struct {
	file io.ReaderAt
	at   int64  // where in the file text begins
	text []byte // read but not yet returned, at the beginning of buffer

	// whole says that text ends where a line ends. Otherwise its last line is
	// skipped: it has no end, or is too long.
	whole  bool
	buffer [chunk + longestLine]byte
}

// line returns the line before the one returned last, without its end, or
// io.EOF if there is none. The result is valid until the next call. Lines
// longer than longestLine are skipped.
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

// more reads the chunk before the text. If the writer has cut the file
// meanwhile, what it removed was not a whole line.
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
