// Package qtdate parses dates and times in the formats of Qt's
// QDateTime::fromString, which clients of the original server may use.
package qtdate

import (
	"fmt"
	"strings"
	"time"
)

// Parse parses a text in a format such as "yyyy-MM-dd hh:mm:ss". Parts that the
// format lacks are those of 1900-01-01 00:00:00, as in Qt. Names of months and
// days are English; names of days are not checked against the date. Time zone
// codes (t) are not supported: the time is in the given location.
func Parse(format, text string, in *time.Location) (time.Time, error) {
	r := &reading{text: text, year: 1900, month: 1, day: 1}
	for format != "" {
		token, rest, quoted := nextToken(format)
		if !r.read(token, quoted) {
			return time.Time{}, fmt.Errorf("%q does not fit the format at %q", text, format)
		}
		format = rest
	}
	if r.text != "" {
		return time.Time{}, fmt.Errorf("%q goes on with %q after the end of the format", text, r.text)
	}
	return r.time(in)
}

// nextToken cuts the first code or piece of plain text from a format. Text
// between single quotes is plain; two quotes stand for one.
func nextToken(format string) (token, rest string, quoted bool) {
	if plain, found := strings.CutPrefix(format, "'"); found {
		return quotedToken(plain)
	}
	for _, f := range fields {
		if strings.HasPrefix(format, f.code) {
			return f.code, format[len(f.code):], false
		}
	}
	return format[:1], format[1:], true
}

func quotedToken(after string) (token, rest string, quoted bool) {
	if rest, found := strings.CutPrefix(after, "'"); found {
		return "'", rest, true
	}
	var plain strings.Builder
	for {
		part, rest, _ := strings.Cut(after, "'")
		plain.WriteString(part)
		if !strings.HasPrefix(rest, "'") {
			return plain.String(), rest, true
		}
		plain.WriteByte('\'')
		after = rest[1:]
	}
}

// A reading is a partly parsed text.
type reading struct {
	text             string
	year, month, day int
	hour, min, sec   int
	milli            int
	afternoon, by12  bool
}

func (r *reading) read(token string, quoted bool) (found bool) {
	if quoted {
		r.text, found = strings.CutPrefix(r.text, token)
		return found
	}
	for _, f := range fields {
		if f.code == token {
			return f.read(r)
		}
	}
	return false
}

// time returns the parsed time. It rejects the 31st of June, which Go would
// take for the 1st of July.
func (r *reading) time(in *time.Location) (time.Time, error) {
	hour := r.hour
	if r.by12 {
		if hour < 1 || hour > 12 {
			return time.Time{}, fmt.Errorf("there is no hour %d with AM or PM", hour)
		}
		hour %= 12
		if r.afternoon {
			hour += 12
		}
	}
	t := time.Date(r.year, time.Month(r.month), r.day, hour, r.min, r.sec, r.milli*1e6, in)
	whole := time.Date(r.year, time.Month(r.month), r.day, hour, r.min, r.sec, r.milli*1e6, time.UTC)
	if whole.Month() != time.Month(r.month) || whole.Day() != r.day || whole.Hour() != hour ||
		whole.Minute() != r.min || whole.Second() != r.sec {
		return time.Time{}, fmt.Errorf("there is no such day or time")
	}
	return t, nil
}
