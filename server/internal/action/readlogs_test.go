package action

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/server/internal/logbook"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// However many entries have the same time, each is returned under a distinct
// time close to its own.
func TestEveryMessageIsToldByItsTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		noon := time.Date(2016, 2, 5, 12, 0, 0, 0, time.Local)
		var entries []logbook.Entry
		for i, n := range rapid.SliceOfN(rapid.Int64Range(0, 3e6), 0, 50).Draw(t, "microseconds") {
			if rapid.Bool().Draw(t, "again") {
				n -= n % 1e6
			}
			entries = append(entries, logbook.Entry{Time: noon.Add(time.Duration(n) * time.Microsecond), Message: fmt.Sprint(i)})
		}
		told := map[string]time.Time{}
		for key, message := range messagesByTime(logbook.HostInfo, entries) {
			at, err := time.ParseInLocation(toTheSecond, key, time.Local)
			require.NoError(t, err)
			told[message.(string)] = at
		}
		require.Len(t, told, len(entries))
		for i, e := range entries {
			require.WithinDuration(t, e.Time, told[fmt.Sprint(i)], time.Second)
		}
	})
}

// In the hour that is repeated when summer time ends, nothing is lost.
func TestMessagesOfTheHourThatComesTwice(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("this system does not know the time of Berlin: ", err)
	}
	first := time.Date(2016, 10, 30, 0, 30, 0, 0, time.UTC).In(berlin)
	require.Equal(t, map[string]any{
		"2016-10-30T02:30:00":        "summer",
		"2016-10-30T02:30:00.000000": "winter",
	}, messagesByTime(logbook.HostInfo, []logbook.Entry{{Time: first, Message: "summer"}, {Time: first.Add(time.Hour), Message: "winter"}}))
}

func TestMonthsBefore(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2016-03-31", 1, "2016-02-29"},
		{"2015-03-31", 1, "2015-02-28"},
		{"2016-03-15", 1, "2016-02-15"},
		{"2016-01-31", 2, "2015-11-30"},
		{"2016-02-29", 12, "2015-02-28"},
		{"2016-02-29", 48, "2012-02-29"},
		{"2016-02-05", 0, "2016-02-05"},
	} {
		from, err := time.Parse(time.DateOnly, c.from)
		require.NoError(t, err)
		require.Equal(t, c.want, monthsBefore(from, c.n).Format(time.DateOnly), "%s - %d", c.from, c.n)
	}
}

func FuzzLogTimes(f *testing.F) {
	f.Add(`"relative_second"`, `"-3600"`, `"0"`)
	f.Add(`"time_t_seconds"`, `1454673600`, `"99999999999"`)
	f.Add(`"relative_month"`, `-100000`, `1e5`)
	f.Add(`"yyyy-MM-dd hh:mm"`, `"2016-02-05 12:00"`, `""`)
	f.Add(`"epoch_mseconds"`, `null`, `{}`)
	now := time.Date(2016, 2, 5, 12, 0, 0, 0, time.Local)
	f.Fuzz(func(t *testing.T, format, start, end string) {
		for _, value := range []string{format, start, end} {
			if !json.Valid([]byte(value)) {
				return
			}
		}
		args, err := rpc.ParseArgs(json.RawMessage(`{"time_format":` + format + `,"start_time":` + start + `,"end_time":` + end + `}`))
		require.NoError(t, err)
		from, before, err := logTimes(args, now)
		if err != nil {
			var refusal *rpc.Error
			require.ErrorAs(t, err, &refusal)
			require.Equal(t, 400, refusal.Code)
			return
		}
		for _, at := range []time.Time{from, before} {
			require.Less(t, at.Year(), 20_000)
			require.Greater(t, at.Year(), -20_000)
		}
	})
}
