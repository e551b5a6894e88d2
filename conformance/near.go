package conformance

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// absent is $ABSENT, the name of nothing: of no user, jail or pool.
const absent = "no-such-thing"

// orAbsent returns a text that is nearly another one, or the name of nothing
// where the two do not differ: a script may then use it as a wrong one in any
// case.
func orAbsent(near, text string) string {
	if near == text {
		return absent
	}
	return near
}

// swapCase exchanges capitals and small letters.
func swapCase(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, text)
}

// allButLast leaves out the last character.
func allButLast(text string) string {
	_, size := utf8.DecodeLastRuneInString(text)
	return text[:len(text)-size]
}

// abbreviation is the beginning of a tag, or the name of nothing where it might
// be the end of a UUID, by which iocage finds a jail, too.
func abbreviation(tag string) string {
	part := allButLast(tag)
	if strings.Trim(strings.ToLower(part), "0123456789abcdef-") == "" {
		return absent
	}
	return part
}
