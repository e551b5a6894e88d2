package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/sysadm-go/sysadm/conformance"
)

// exchange prints what was sent and received last, in at most so many rows: the
// reply that differs gets the most of them.
func (t text) exchange(o conformance.Outcome, rows int) {
	shown := min(len(o.Trace), max(2, rows-5))
	earlier := len(o.Trace) - shown
	if earlier > 0 {
		t.field("", fmt.Sprintf("%d messages before these are in the other reports", earlier), 1)
		rows--
	}
	for i, m := range o.Trace[earlier:] {
		left := shown - i // with this one
		most := 1
		switch {
		case left == 1:
			most = max(1, min(4, rows))
		case left == 2 && rows > 5:
			most = 2
		}
		width := most*screenWidth - 2 - labelWidth - len(origin(m))
		rows -= t.field(m.Direction, origin(m)+around(m.Text, o.Pointer, width, m.Bytes), most)
	}
}

// origin is what stands before the text of a message: who sent it over what.
func origin(m conformance.Message) string {
	words := []string{m.Transport}
	if m.Session != "" && m.Session != "first" {
		words = append(words, m.Session+">")
	}
	switch {
	case m.Verb != "":
		words = append(words, m.Verb, m.Path)
	case m.Status != 0:
		words = append(words, fmt.Sprint(m.Status))
	}
	return strings.Join(words, " ") + " "
}

// around cuts a message to a number of characters, around the value at a
// pointer if it is JSON that has one. Bytes is its whole length where its
// end is missing already.
func around(message, pointer string, width, bytes int) string {
	message = compact(message)
	if len([]rune(message)) <= width && bytes == 0 {
		return printable(message)
	}
	size := fmt.Sprintf("… (%d bytes)", max(bytes, len(message)))
	before := len([]rune(printable(message[:locate(message, pointer)])))
	all := []rune(printable(message))
	width = max(width-len(size)-1, screenWidth/4)
	from := max(0, min(before-width/3, len(all)-width))
	cut := string(all[from:min(len(all), from+width)])
	if from > 0 {
		cut = "…" + cut
	}
	return cut + size
}

// compact leaves out the blanks between the members of JSON.
func compact(message string) string {
	var b bytes.Buffer
	if json.Compact(&b, []byte(message)) != nil {
		return SingleLine(message)
	}
	return b.String()
}

// ended cuts a line to a number of characters.
func ended(line string, width int) string {
	runes := []rune(line)
	if len(runes) <= width {
		return line
	}
	return string(runes[:width-1]) + "…"
}
