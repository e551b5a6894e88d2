package report

import (
	"fmt"
	"strings"

	"github.com/sysadm-go/sysadm/conformance"
)

// The bounds of what a failure shows, in bytes of a message and in messages.
const (
	shownText     = 2000
	shownMessages = 12
)

// lines tells what was sent and received, a line each: the first message and
// the latest ones.
func lines(trace []conformance.Message) []string {
	var list []string
	for _, m := range firstAndLast(trace) {
		list = append(list, line(m))
	}
	return list
}

// firstAndLast leaves out what is in the middle of a long trace.
func firstAndLast(trace []conformance.Message) []conformance.Message {
	if len(trace) <= shownMessages {
		return trace
	}
	return append(trace[:1:1], trace[len(trace)-shownMessages+1:]...)
}

func line(m conformance.Message) string {
	words := []string{m.Transport, m.Direction}
	switch {
	case m.Verb != "":
		words = append(words, m.Verb, m.Path)
	case m.Status != 0:
		words = append(words, fmt.Sprint(m.Status))
	}
	return strings.Join(append(words, cut(m)), " ")
}

// cut returns the text of a message as far as it is shown.
func cut(m conformance.Message) string {
	whole := max(m.Bytes, len(m.Text))
	if whole <= shownText {
		return m.Text
	}
	return fmt.Sprintf("%s… (%d bytes)", strings.ToValidUTF8(m.Text[:min(shownText, len(m.Text))], ""), whole)
}

// Portable makes text of any bytes that XML 1.0 and YAML 1.2 allow.
func Portable(text string) string {
	return strings.Map(func(c rune) rune {
		if c == 0xFFFE || c == 0xFFFF {
			return '\uFFFD'
		}
		return c
	}, printable(text))
}
