package clock_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/clock"
)

var (
	now  = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	then = time.Date(2016, 2, 5, 12, 0, 0, 0, time.UTC)
)

func TestClock(t *testing.T) {
	later := now.Add(time.Minute)
	var c clock.Clock
	require.Equal(t, now, c.At(now), "the machine's")

	c = c.Set(then, now)
	require.Equal(t, then, c.At(now))
	require.Equal(t, then.Add(time.Minute), c.At(later), "it runs")
	c = c.Advance(-time.Hour, later)
	require.Equal(t, then.Add(time.Minute-time.Hour), c.At(later))

	c = c.Freeze(later)
	require.True(t, c.Stands())
	require.Equal(t, then.Add(time.Minute-time.Hour), c.At(later.Add(time.Hour)), "it stands")
	c = c.Advance(time.Hour, later)
	require.Equal(t, then.Add(time.Minute), c.At(later))
	c = c.Set(then, later)
	require.True(t, c.Stands(), "set stands where it stood")

	c = c.Run(later)
	require.False(t, c.Stands())
	require.Equal(t, then.Add(time.Minute), c.At(later.Add(time.Minute)))
}

// A clock comes back from JSON as it was.
func TestClockAsJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := clock.Clock{Ahead: time.Duration(rapid.Int64().Draw(t, "ahead"))}
		if rapid.Bool().Draw(t, "stands") {
			c = clock.Clock{Frozen: time.Unix(rapid.Int64Range(0, 1<<33).Draw(t, "at"), 0).UTC()}
		}
		data, err := json.Marshal(c)
		require.NoError(t, err)
		var again clock.Clock
		require.NoError(t, json.Unmarshal(data, &again))
		require.Equal(t, c, again, "%s", data)
	})
	var c clock.Clock
	require.ErrorContains(t, json.Unmarshal([]byte(`{"ahead":"1d"}`), &c), `"1d" is not a duration such as 1h30m`)
	require.Error(t, json.Unmarshal([]byte(`{"frozen":"noon"}`), &c))
}
