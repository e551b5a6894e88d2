package qtdate

import (
	"strconv"
	"strings"
	"time"
)

// A field is one code of a format and the function that parses its text.
type field struct {
	code string
	read func(*reading) bool
}

// fields are the codes of QDateTime::fromString. A code precedes its own
// prefixes.
var fields = []field{
	{"yyyy", number(4, 4, func(r *reading) *int { return &r.year })},
	{"yy", (*reading).shortYear},
	{"MMMM", name(months(time.Month.String), func(r *reading, i int) { r.month = i + 1 })},
	{"MMM", name(months(abbreviated), func(r *reading, i int) { r.month = i + 1 })},
	{"MM", number(2, 2, func(r *reading) *int { return &r.month })},
	{"M", number(1, 2, func(r *reading) *int { return &r.month })},
	{"dddd", name(weekdays(time.Weekday.String), func(*reading, int) {})},
	{"ddd", name(weekdays(abbreviated), func(*reading, int) {})},
	{"dd", number(2, 2, func(r *reading) *int { return &r.day })},
	{"d", number(1, 2, func(r *reading) *int { return &r.day })},
	{"hh", number(2, 2, func(r *reading) *int { return &r.hour })},
	{"HH", number(2, 2, func(r *reading) *int { return &r.hour })},
	{"h", number(1, 2, func(r *reading) *int { return &r.hour })},
	{"H", number(1, 2, func(r *reading) *int { return &r.hour })},
	{"mm", number(2, 2, func(r *reading) *int { return &r.min })},
	{"m", number(1, 2, func(r *reading) *int { return &r.min })},
	{"ss", number(2, 2, func(r *reading) *int { return &r.sec })},
	{"s", number(1, 2, func(r *reading) *int { return &r.sec })},
	{"zzz", number(3, 3, func(r *reading) *int { return &r.milli })},
	{"z", number(1, 3, func(r *reading) *int { return &r.milli })},
	{"AP", (*reading).halfDay},
	{"ap", (*reading).halfDay},
	{"A", (*reading).halfDay},
	{"a", (*reading).halfDay},
}

// number parses between least and most digits, as many as there are.
func number(least, most int, target func(*reading) *int) func(*reading) bool {
	return func(r *reading) bool {
		n := 0
		for n < most && n < len(r.text) && '0' <= r.text[n] && r.text[n] <= '9' {
			n++
		}
		if n < least {
			return false
		}
		*target(r), _ = strconv.Atoi(r.text[:n])
		r.text = r.text[n:]
		return true
	}
}

// shortYear parses a year of the 1900s, as Qt does.
func (r *reading) shortYear() bool {
	found := number(2, 2, func(r *reading) *int { return &r.year })(r)
	r.year += 1900
	return found
}

// halfDay parses AM or PM. The hour then counts from 1 to 12.
func (r *reading) halfDay() bool {
	return name([]string{"AM", "PM"}, func(r *reading, i int) { r.by12, r.afternoon = true, i == 1 })(r)
}

// name parses one of several words, ignoring case.
func name(words []string, found func(*reading, int)) func(*reading) bool {
	return func(r *reading) bool {
		for i, word := range words {
			if len(r.text) >= len(word) && strings.EqualFold(r.text[:len(word)], word) {
				r.text = r.text[len(word):]
				found(r, i)
				return true
			}
		}
		return false
	}
}

func months(form func(time.Month) string) []string {
	var names []string
	for m := time.January; m <= time.December; m++ {
		names = append(names, form(m))
	}
	return names
}

func weekdays(form func(time.Weekday) string) []string {
	var names []string
	for d := time.Sunday; d <= time.Saturday; d++ {
		names = append(names, form(d))
	}
	return names
}

func abbreviated[T interface{ String() string }](name T) string { return name.String()[:3] }
