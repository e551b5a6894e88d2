package mutant

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"
)

// respelled writes a document as JSON allows it and nobody does (RFC 8259, 2, 6 and 7):
// with blanks and line breaks everywhere but before its first brace, which the official
// client looks for, with members in reverse, needless escapes and long numbers. The
// id is an echo, so its digits are left.
func respelled(text []byte) []byte {
	m := decode(text)
	if m == nil {
		return text
	}
	var b bytes.Buffer
	spell(&b, "", m)
	b.WriteString(" \r\n\t")
	return b.Bytes()
}

func spell(b *bytes.Buffer, name string, value any) {
	switch v := value.(type) {
	case message:
		names := slices.Sorted(maps.Keys(v))
		slices.Reverse(names)
		spellList(b, "{}", names, func(n string) { spellText(b, n); b.WriteString("\t:\r\n"); spell(b, n, v[n]) })
	case []any:
		spellList(b, "[]", v, func(one any) { spell(b, name, one) })
	case string:
		spellText(b, v)
	case json.Number:
		b.WriteString(string(v))
		if name != "id" && !strings.ContainsAny(string(v), ".eE") {
			b.WriteString(".0e0")
		}
	default:
		b.WriteString(flat(v))
	}
}

func spellList[T any](b *bytes.Buffer, brackets string, all []T, one func(T)) {
	b.WriteString(brackets[:1] + "\n ")
	for i, each := range all {
		if i > 0 {
			b.WriteString("\t,\r\n ")
		}
		one(each)
	}
	b.WriteString("\n" + brackets[1:])
}

// spellText escapes what must be, every slash, and every fifth letter.
func spellText(b *bytes.Buffer, text string) {
	b.WriteByte('"')
	for i, letter := range []rune(text) {
		switch {
		case letter == '/':
			b.WriteString(`\/`)
		case i%5 == 0 || letter < ' ' || letter == '"' || letter == '\\':
			for _, unit := range utf16.Encode([]rune{letter}) {
				fmt.Fprintf(b, `\u%04X`, unit)
			}
		default:
			b.WriteRune(letter)
		}
	}
	b.WriteByte('"')
}
