package judge

import (
	"net/http"
	"time"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

// A moment is a time as a server tells it.
type moment struct {
	time.Time
	zoned bool // it says in which zone
}

// readMoment reads ISO 8601, with a T or a blank before the hour, and perhaps with a
// fraction of a second and a zone.
func readMoment(text string) (m moment, ok bool) {
	for _, form := range []string{time.RFC3339, "2006-01-02 15:04:05Z07:00"} {
		if at, err := time.Parse(form, text); err == nil {
			return moment{at, true}, true
		}
	}
	for _, form := range []string{"2006-01-02T15:04:05", time.DateTime} {
		if at, err := time.Parse(form, text); err == nil {
			return moment{at, false}, true
		}
	}
	return moment{}, false
}

// slip is how far the clock of a host may be from what it tells: a check takes its time.
const slip = 2 * time.Minute

// agrees reports whether a moment is that of a clock: where it names no zone, as in the
// documents, in one of those that there are, which are quarters of an hour apart.
func (m moment) agrees(clock time.Time) bool {
	apart := m.Sub(clock)
	if !m.zoned {
		apart -= apart.Round(15 * time.Minute)
	}
	return apart.Abs() <= slip
}

// isNear holds for a time of yesterday, today or tomorrow, which is all that can be said
// by the clock of another machine about a time that names no zone; or for one that agrees
// with the clock of its host, which the argument tells as HTTP does.
func isNear(v any, args []string) bool {
	text, clock := document.Scalar(v), args[0]
	day, err := time.Parse(time.DateOnly, text[:min(len(text), len(time.DateOnly))])
	since := time.Since(day)
	near := err == nil && -24*time.Hour < since && since < 48*time.Hour
	if clock == "now" {
		return near
	}
	at, err := http.ParseTime(clock)
	told, ok := readMoment(text)
	return near && err == nil && ok && told.agrees(at)
}
