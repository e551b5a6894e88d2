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

// stamp is how a line tells the time: local, with its offset, so that the hour
// that comes twice a year stays two hours. original is the original server's way.
const (
	stamp    = "2006-01-02T15:04:05.000000Z07:00"
	original = "2006-01-02T15:04:05"
)

// lineBreak stands for a line break within a message, as in the original.
const lineBreak = "<!!line-break!!>"

// longest is how much of a message is kept, in bytes.
const longest = 256 << 10

// longestLine has room for a longest message with its time.
const longestLine = longest + 64

// line writes the entry as a line of a file.
func (e Entry) line() string {
	return "[" + e.Time.Format(stamp) + "]" + shorten(strings.ReplaceAll(e.Message, "\n", lineBreak)) + "\n"
}

// shorten cuts a text that is too long between two characters, and says so.
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

// parseLine reads a line without its end; false: it is no entry. The original's
// lines are entries too.
func parseLine(line string) (Entry, bool) {
	rest, found := strings.CutPrefix(line, "[")
	text, message, closed := strings.Cut(rest, "]")
	if !found || !closed {
		return Entry{}, false
	}
	at, err := time.Parse(time.RFC3339Nano, text) // which takes a third of the time that stamp does
	if err != nil {
		at, err = time.ParseInLocation(original, text, time.Local)
	}
	at = at.Local()
	if err != nil || at.Year() < 1 || at.Year() > 9999 {
		return Entry{}, false
	}
	return Entry{Time: at, Message: strings.ReplaceAll(message, lineBreak, "\n")}, true
}
