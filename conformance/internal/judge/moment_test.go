package judge

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestMomentsAgreeInAnyZone(t *testing.T) {
	clock := time.Date(2026, 11, 24, 10, 0, 30, 0, time.UTC)
	for text, agrees := range map[string]bool{
		"2026-11-24T10:01:00":       true,
		"2026-11-24 15:30:31.5":     true, // India
		"2026-11-23T22:00:30":       true, // 12 hours to the west
		"2026-11-24T10:07:30":       false,
		"2026-11-24T10:00:31Z":      true,
		"2026-11-24T12:00:31+02:00": true,
		"2026-11-24T10:00:31+02:00": false,
	} {
		m, ok := readMoment(text)
		require.True(t, ok, text)
		require.Equal(t, agrees, m.agrees(clock), text)
	}
	_, ok := readMoment("today")
	require.False(t, ok)
}
