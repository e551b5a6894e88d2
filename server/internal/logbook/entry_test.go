package logbook

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Each entry is one line and is read back unchanged.
func TestLineAndParseLineAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := Entry{
			Time: time.UnixMicro(rapid.Int64Range(0, 4e15).Draw(t, "time")),
			Message: rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("[]\n\r{}<!- \x00"))),
				rapid.Just("]["), rapid.Just("\n\n")).Draw(t, "message"),
		}
		line := e.line()
		require.Equal(t, len(line)-1, strings.IndexByte(line, '\n'))
		got, ok := parseLine(line[:len(line)-1])
		require.True(t, ok)
		require.True(t, e.Time.Equal(got.Time), "%v %v", e.Time, got.Time)
		require.Equal(t, strings.ReplaceAll(e.Message, lineBreak, "\n"), got.Message)
	})
}

func FuzzParseLine(f *testing.F) {
	for _, seed := range []string{"", "[", "[]", "[2016-02-05T10:00:00]x", "[2016-02-05T10:00:00.5+01:00]", "]2016[", "[0000-01-01T0:00:00,000000+01:00]", "[0000-00-00T00:00:00]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if e, ok := parseLine(line); ok {
			again, ok := parseLine(strings.TrimSuffix(e.line(), "\n"))
			require.True(t, ok)
			if len(e.Message) < longest {
				require.Equal(t, strings.ReplaceAll(e.Message, lineBreak, "\n"), again.Message)
			}
		}
	})
}

func FuzzWholeLines(f *testing.F) {
	f.Add("")
	f.Add("a\nb")
	f.Add(strings.Repeat("x", 5000))
	f.Add(strings.Repeat("x", 4095) + "\n" + strings.Repeat("y", 4096))
	f.Fuzz(func(t *testing.T, text string) {
		whole, err := wholeLines(strings.NewReader(text), int64(len(text)))
		require.NoError(t, err)
		require.EqualValues(t, strings.LastIndexByte(text, '\n')+1, whole)
	})
}

// Times are distinct and in order, however many entries arrive at once. A clock
// that was set back is trusted.
func TestDistinctTimes(t *testing.T) {
	var q queue
	now := time.Date(2016, 2, 5, 12, 0, 0, 0, time.Local)
	seen := map[time.Time]bool{}
	for range 1000 {
		at := q.distinct(now)
		require.False(t, seen[at])
		seen[at] = true
	}
	require.Equal(t, now.Add(1000*time.Microsecond), q.distinct(now.Add(500*time.Microsecond)))
	require.Equal(t, now.Add(-time.Hour), q.distinct(now.Add(-time.Hour)))
}
