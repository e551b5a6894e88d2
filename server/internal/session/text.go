package session

import (
	"errors"
	"io"
	"unicode/utf8"

	"github.com/gorilla/websocket"
)

// errNotUTF8 is a text message that RFC 6455, section 8.1, has us fail the
// connection for.
var errNotUTF8 = errors.New("a text message must be UTF-8")

// readText reads a message of at most limit bytes; a longer one is read to its
// end, and not kept. Text that is not UTF-8 is noticed where it ceases to be,
// however long the message still is.
func readText(kind int, r io.Reader, limit int) (text []byte, tooLong bool, err error) {
	text, checked := make([]byte, 0, 512), 0
	for len(text) <= limit {
		if len(text) == cap(text) {
			text = append(text, 0)[:len(text)]
		}
		n, err := r.Read(text[len(text):min(cap(text), limit+1)])
		text = text[:len(text)+n]
		if kind == websocket.TextMessage {
			if checked += wholeRunes(text[checked:]); brokenRune(text[checked:], err == io.EOF) {
				return nil, false, errNotUTF8
			}
		}
		if err == io.EOF {
			return text, false, nil
		}
		if err != nil {
			return nil, false, err
		}
	}
	_, err = io.Copy(io.Discard, r)
	return nil, true, err
}

// wholeRunes is how many bytes of text are UTF-8, up to the first that is not,
// or not yet.
func wholeRunes(text []byte) int {
	if utf8.Valid(text) { // mostly, and known in no time
		return len(text)
	}
	n := 0
	for n < len(text) {
		r, size := utf8.DecodeRune(text[n:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		n += size
	}
	return n
}

// brokenRune tells a rune that cannot become one, from one that is not yet
// whole unless it is the last.
func brokenRune(rest []byte, last bool) bool {
	return len(rest) > 0 && (last || utf8.FullRune(rest))
}
