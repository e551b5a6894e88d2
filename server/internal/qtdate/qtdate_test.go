package qtdate_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/qtdate"
)

func date(year, month, day, hour, min, sec, milli int) time.Time {
	return time.Date(year, time.Month(month), day, hour, min, sec, milli*1e6, time.UTC)
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		format, text string
		want         time.Time
	}{
		{"yyyy-MM-dd hh:mm:ss", "2016-02-05 23:47:04", date(2016, 2, 5, 23, 47, 4, 0)},
		{"yyyy-MM-ddThh:mm:ss", "2016-02-05T23:47:04", date(2016, 2, 5, 23, 47, 4, 0)},
		{"yyyyMMddHHmmsszzz", "20160205234704007", date(2016, 2, 5, 23, 47, 4, 7)},
		{"d.M.yy", "5.2.16", date(1916, 2, 5, 0, 0, 0, 0)},
		{"d.M.yyyy h:m:s.z", "15.12.2016 3:4:5.678", date(2016, 12, 15, 3, 4, 5, 678)},
		{"dddd, d MMMM yyyy", "Friday, 5 February 2016", date(2016, 2, 5, 0, 0, 0, 0)},
		{"ddd MMM dd yyyy", "fri feb 05 2016", date(2016, 2, 5, 0, 0, 0, 0)},
		{"hh:mm AP", "12:30 AM", date(1900, 1, 1, 0, 30, 0, 0)},
		{"hh:mm ap", "12:30 pm", date(1900, 1, 1, 12, 30, 0, 0)},
		{"h:mma", "3:30PM", date(1900, 1, 1, 15, 30, 0, 0)},
		{"'day' dd '''of''' MM", "day 05 'of' 02", date(1900, 2, 5, 0, 0, 0, 0)},
		{"''yyyy''", "'2016'", date(2016, 1, 1, 0, 0, 0, 0)},
		{"yyyy年M月d日", "2016年2月5日", date(2016, 2, 5, 0, 0, 0, 0)},
		{"dd 'never closed", "05 never closed", date(1900, 1, 5, 0, 0, 0, 0)},
		{"", "", date(1900, 1, 1, 0, 0, 0, 0)},
		{"yyyy-MM-dd", "2016-02-29", date(2016, 2, 29, 0, 0, 0, 0)},
	} {
		got, err := qtdate.Parse(c.format, c.text, time.UTC)
		require.NoError(t, err, c.format)
		require.Equal(t, c.want, got, c.format)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ format, text string }{
		{"yyyy-MM-dd", "2016-02-30"},
		{"yyyy-MM-dd", "2015-02-29"},
		{"yyyy-MM-dd", "2016-13-01"},
		{"yyyy-MM-dd", "2016-00-01"},
		{"yyyy-MM-dd", "16-02-05"},
		{"yyyy-MM-dd", "2016-02-05 "},
		{"yyyy-MM-dd", "2016-02"},
		{"yyyy-MM-dd", ""},
		{"hh:mm", "24:00"},
		{"hh:mm", "23:60"},
		{"hh:mm:ss", "23:59:60"},
		{"hh AP", "13 PM"},
		{"hh AP", "00 AM"},
		{"dd MMM", "05 Feber"},
		{"relative_week", "3"},
		{"dd", "-5"},
		{"dd", "５"},
	} {
		_, err := qtdate.Parse(c.format, c.text, time.UTC)
		require.Error(t, err, "%s by %s", c.text, c.format)
	}
}

// A time in the hour that is skipped in spring can be parsed.
func TestParseInASkippedHour(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("this system does not know the time of Berlin: ", err)
	}
	got, err := qtdate.Parse("yyyy-MM-dd hh:mm", "2016-03-27 02:30", berlin)
	require.NoError(t, err)
	require.Equal(t, time.March, got.Month())
}

func FuzzParse(f *testing.F) {
	f.Add("yyyy-MM-dd hh:mm:ss.zzz AP", "2016-02-05 11:47:04.007 PM")
	f.Add("'''", "'")
	f.Add("dddd MMMM", "Friday February")
	f.Fuzz(func(t *testing.T, format, text string) {
		got, err := qtdate.Parse(format, text, time.UTC)
		if err == nil {
			require.GreaterOrEqual(t, got.Year(), 0)
			require.LessOrEqual(t, got.Year(), 9999)
		}
	})
}
