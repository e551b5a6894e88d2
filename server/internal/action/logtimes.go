package action

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/sysadm-go/sysadm/server/internal/qtdate"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// halfADay is how far back logs are read by default (documents, "Logs").
const halfADay = 12 * time.Hour

// logTimes parses the arguments time_format, start_time and end_time. Without a
// time_format the other two are ignored, as documented. A relative end counts
// from now, a relative start from the end, as in the original.
func logTimes(args rpc.Args, now time.Time) (from, before time.Time, err error) {
	format, _, err := args.String("time_format")
	if err != nil || format == "" {
		return now.Add(-halfADay), now, err
	}
	if before, err = logTime(args, "end_time", format, now, now); err != nil {
		return from, before, err
	}
	from, err = logTime(args, "start_time", format, before, before.Add(-halfADay))
	return from, before, err
}

// logTime parses one of the two times.
func logTime(args rpc.Args, name, format string, relativeTo, otherwise time.Time) (time.Time, error) {
	text, err := textOrNumber(args, name)
	if err != nil || text == "" {
		return otherwise, err
	}
	for _, f := range timeFormats {
		if f.name == format {
			return f.time(name, text, relativeTo)
		}
	}
	t, err := qtdate.Parse(format, text, time.Local)
	if err != nil {
		return t, rpc.Errorf(400, "the argument %q cannot be read by the time_format %q: %v", name, format, err)
	}
	return t, nil
}

// textOrNumber returns an argument that clients send as a string or as a
// number.
func textOrNumber(args rpc.Args, name string) (string, error) {
	var number json.Number
	if raw, found := args.Member(name); found && raw[0] != '"' && json.Unmarshal(raw, &number) == nil && number != "" {
		return number.String(), nil
	}
	text, _, err := args.String(name)
	return text, err
}

// A timeFormat is a way to express a time as a number.
type timeFormat struct {
	name string
	most int64 // some thousand years
	at   func(n int64, relativeTo time.Time) time.Time
}

// timeFormats are the documented ones. The sign of a relative number is
// ignored. Any other time_format is one of QDateTime::fromString.
var timeFormats = []timeFormat{
	{"time_t_seconds", 1e11, func(n int64, _ time.Time) time.Time { return time.Unix(n, 0) }},
	{"epoch_mseconds", 1e14, func(n int64, _ time.Time) time.Time { return time.UnixMilli(n) }},
	{"relative_day", 1e6, func(n int64, t time.Time) time.Time { return t.AddDate(0, 0, int(-abs(n))) }},
	{"relative_month", 1e5, func(n int64, t time.Time) time.Time { return monthsBefore(t, int(abs(n))) }},
	{"relative_second", 1e11, func(n int64, t time.Time) time.Time {
		return time.Unix(t.Unix()-abs(n), int64(t.Nanosecond()))
	}},
}

func (f timeFormat) time(name, text string, relativeTo time.Time) (time.Time, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || abs(n) > f.most || abs(n) < 0 {
		return time.Time{}, rpc.Errorf(400, "the argument %q must be a number of %s, not %q", name, f.name, text)
	}
	return f.at(n, relativeTo), nil
}

// monthsBefore returns the same day n months earlier, or the last day of a
// month that is too short. AddDate would continue into the next month.
func monthsBefore(t time.Time, n int) time.Time {
	earlier := t.AddDate(0, -n, 0)
	if earlier.Day() != t.Day() {
		earlier = earlier.AddDate(0, 0, -earlier.Day())
	}
	return earlier
}

func abs(n int64) int64 { return max(n, -n) }
