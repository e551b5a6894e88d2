package pyjson

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// JSON is the value as json.dumps prints it: with so many blanks for each level,
// or with 0 on one line.
func (v Value) JSON(indent int) string {
	var b strings.Builder
	v.print(&b, indent, 0)
	return b.String()
}

func (v Value) print(b *strings.Builder, indent, depth int) {
	if v.kind != '{' && v.kind != '[' {
		b.WriteString(v.scalar())
		return
	}
	b.WriteByte(v.kind)
	for i, member := range v.members {
		switch {
		case i > 0 && indent == 0:
			b.WriteString(", ")
		case i > 0:
			b.WriteByte(',')
		}
		newLine(b, indent, depth+1)
		if v.kind == '{' {
			b.WriteString(quoted(v.names[i]) + ": ")
		}
		member.print(b, indent, depth+1)
	}
	if len(v.members) > 0 {
		newLine(b, indent, depth)
	}
	b.WriteByte(v.kind + 2) // the bracket that closes it
}

func newLine(b *strings.Builder, indent, depth int) {
	if indent > 0 {
		b.WriteString("\n" + strings.Repeat(" ", indent*depth))
	}
}

func (v Value) scalar() string {
	if v.kind == '"' {
		return quoted(v.text)
	}
	return v.text
}

// quoted is a string in ASCII.
func quoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r < ' ' && strings.ContainsRune("\b\f\n\r\t", r):
			escaped := strconv.Quote(string(r))
			b.WriteString(escaped[1 : len(escaped)-1])
		case r >= ' ' && r <= '~':
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
