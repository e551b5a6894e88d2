// Package near makes names that are nearly right, which a server must tell from
// the right ones.
package near

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Absent is the name of nothing: of no user, jail or pool.
const Absent = "no-such-thing"

// OrAbsent returns a text that is nearly another one, or the name of nothing
// where the two do not differ: it may then be used as a wrong one in any case.
func OrAbsent(near, text string) string {
	if near == text {
		return Absent
	}
	return near
}

// SwapCase exchanges capitals and small letters.
func SwapCase(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, text)
}

// AllButLast leaves out the last character.
func AllButLast(text string) string {
	_, size := utf8.DecodeLastRuneInString(text)
	return text[:len(text)-size]
}

// NoUUID returns a text, or the name of nothing where it might be the end of a
// UUID, by which iocage finds a jail, too, or is empty.
func NoUUID(text string) string {
	if strings.Trim(strings.ToLower(text), "0123456789abcdef-") == "" {
		return Absent
	}
	return text
}
