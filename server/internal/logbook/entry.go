package logbook

import (
	"strings"
	"time"
	"unicode/utf8"
)

// An Entry is one message and when it was added.
type Entry struct {
	Time    time.Time
	Message string
}

// stamp is the layout of times: local time with its offset, which keeps the
// repeated hour in autumn apart. original is the original server's layout.
const (
	stamp    = "2006-01-02T15:04:05.000000Z07:00"
	original = "2006-01-02T15:04:05"
)

// lineBreak stands for a line break within a message, as in the original.
const lineBreak = "<!!line-break!!>"

// longest is the number of bytes of a message that are kept.
const longest = 256 << 10

// longestLine is room for the longest message and its time.
const longestLine = longest + 64

// line writes the entry as a line of a file.
func (e Entry) line() string {
	return "[" + e.Time.Format(stamp) + "]" + shorten(strings.ReplaceAll(e.Message, "\n", lineBreak)) + "\n"
}

// shorten cuts a text that is too long, between two characters, and says so.
func shorten(text string) string {
	const mark = "… (cut)"
	if len(text) <= longest {
		return text
	}
	end := longest - len(mark)
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + mark
}

// parseLine parses a line without its end; false means that it is not an entry.
// It accepts the original's lines, too.
func parseLine(line string) (Entry, bool) {
	rest, found := strings.CutPrefix(line, "[")
	text, message, closed := strings.Cut(rest, "]")
	if !found || !closed {
		return Entry{}, false
	}
	at, err := time.Parse(time.RFC3339Nano, text) // takes a third of the time of parsing with stamp
	if err != nil {
		at, err = time.ParseInLocation(original, text, time.Local)
	}
	at = at.Local()
	if err != nil || at.Year() < 1 || at.Year() > 9999 {
		return Entry{}, false
	}
	return Entry{Time: at, Message: strings.ReplaceAll(message, lineBreak, "\n")}, true
}
