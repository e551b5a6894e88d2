package python

import (
	"fmt"
	"unicode/utf8"
)

// decoded is what a command in a jail wrote, where the program prints it. If it
// is no UTF-8, that is an exception in the words of Python.
func decoded(text string) (string, error) {
	at := firstInvalid(text)
	if at < 0 {
		return text, nil
	}
	rest := text[at:]
	n := 0 // how many bytes could begin a character
	for n < len(rest) && !utf8.FullRuneInString(rest[:n+1]) {
		n++
	}
	why := "invalid continuation byte"
	switch n {
	case 0:
		why = "invalid start byte"
	case len(rest):
		why = "unexpected end of data"
	}
	return "", raise("UnicodeDecodeError", "'utf-8' codec can't decode "+bytesAt(text, at, max(n, 1))+": "+why)
}

// firstInvalid returns the place of the first byte that is no UTF-8, or -1.
func firstInvalid(text string) int {
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return -1
}

// bytesAt names some bytes of the text: one by its value.
func bytesAt(text string, at, n int) string {
	if n == 1 {
		return fmt.Sprintf("byte 0x%02x in position %d", text[at], at)
	}
	return fmt.Sprintf("bytes in position %d-%d", at, at+n-1)
}
