package server

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLongTextIsCutBetweenTwoCharacters(t *testing.T) {
	var log bytes.Buffer
	Options{}.loggerTo(&log, slog.LevelInfo).Info("request", "user", "j"+strings.Repeat("ö", 1<<10))
	require.Contains(t, log.String(), "ö…")
	require.NotContains(t, log.String(), `\x`, "half a character")
}
