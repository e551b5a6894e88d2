package session

import (
	"errors"
	"io"
	"unicode/utf8"

	"github.com/gorilla/websocket"
)

// errNotUTF8 ends the connection after a text message that is not UTF-8 (RFC
// 6455, section 8.1).
var errNotUTF8 = errors.New("a text message must be UTF-8")

// readText reads a message of at most limit bytes. A longer one is read to its
// end and discarded. Invalid UTF-8 is reported where it occurs, before the rest
// of the message is read.
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

// wholeRunes returns how many bytes at the start of text are complete, valid
// UTF-8.
func wholeRunes(text []byte) int {
	if utf8.Valid(text) { // the usual case, and fast
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

// brokenRune reports whether rest begins with an invalid rune. An incomplete
// rune is invalid only if the text ends there.
func brokenRune(rest []byte, last bool) bool {
	return len(rest) > 0 && (last || utf8.FullRune(rest))
}
