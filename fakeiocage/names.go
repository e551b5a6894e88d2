package fakeiocage

import (
	"strings"
	"unicode/utf8"
)

// The characters of names.
const (
	letters   = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits    = "0123456789"
	hexDigits = "0123456789abcdef"
)

// only reports whether the text has only these characters.
func only(text, characters string) bool { return strings.Trim(text, characters) == "" }

// beginsWith reports whether the first byte of the text is one of the characters.
func beginsWith(text, characters string) bool {
	return text != "" && strings.IndexByte(characters, text[0]) >= 0
}

// isHex reports whether the text is exactly n hexadecimal digits.
func isHex(text string, n int) bool { return len(text) == n && only(text, hexDigits) }

// canBePool reports whether zpool(8) accepts the name.
func canBePool(name string) bool {
	return len(name) <= 200 && beginsWith(name, letters) && only(name, letters+digits+"-_.:")
}

// canBeDataset reports whether the name could be the last part of a dataset's.
func canBeDataset(name string) bool {
	length := utf8.RuneCountInString(name)
	never := func(r rune) bool { return r == '/' || r == '@' || r < ' ' }
	return length > 0 && length <= 255 && !strings.ContainsFunc(name, never)
}

// canBeSnapshot reports whether a state can be saved under the name.
func canBeSnapshot(name string) bool {
	return len(name) <= 100 && beginsWith(name, letters+digits) && only(name, letters+digits+"_.-")
}
