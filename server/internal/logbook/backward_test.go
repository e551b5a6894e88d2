package logbook

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// backwards returns all lines of a text, last line first.
func backwards(t require.TestingT, text io.ReaderAt, size int64) (lines []string) {
	b := &backward{file: text, at: size}
	for {
		line, err := b.line()
		if errors.Is(err, io.EOF) {
			return lines
		}
		require.NoError(t, err)
		lines = append(lines, string(line))
	}
}

// Reading from the end gives all lines of a text, except an unfinished one and
// those that are too long.
func TestBackward(t *testing.T) {
	short := rapid.IntRange(0, 3)
	length := rapid.OneOf(short, short, short, rapid.SampledFrom([]int{
		chunk - 1, chunk, chunk + 1, longestLine - 2, longestLine - 1, longestLine, longestLine + 1, longestLine + chunk, 2 * longestLine,
	}))
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		var want []string
		for _, n := range rapid.SliceOfN(length, 0, 6).Draw(t, "lengths") {
			line := strings.Repeat(string(rune('a'+text.Len()%26)), n)
			text.WriteString(line + "\n")
			if n < longestLine {
				want = append(want, line)
			}
		}
		text.WriteString(strings.Repeat("x", length.Draw(t, "torn")))
		slices.Reverse(want)
		got := backwards(t, strings.NewReader(text.String()), int64(text.Len()))
		require.True(t, slices.Equal(want, got), "%d lines, not %d", len(got), len(want))
	})
}

// A file may lose its torn end while it is read.
func TestBackwardOfACutFile(t *testing.T) {
	const kept = "one\ntwo\n"
	for _, size := range []int64{9, chunk, chunk + 3, 3 * chunk} {
		require.Equal(t, []string{"two", "one"}, backwards(t, strings.NewReader(kept), size), size)
	}
}

func TestBackwardFails(t *testing.T) {
	b := &backward{file: broken{}, at: 10}
	_, err := b.line()
	require.ErrorContains(t, err, "broken")
}

// counting counts the bytes read of a text.
type counting struct {
	io.ReaderAt
	bytes int
}

func (c *counting) ReadAt(p []byte, off int64) (int, error) {
	c.bytes += len(p)
	return c.ReaderAt.ReadAt(p, off)
}

// broken is a file on a failing disk.
type broken struct{}

func (broken) ReadAt([]byte, int64) (int, error) { return 0, errors.New("broken") }

// Reading the last lines of a file costs the same whatever its length.
func TestBackwardReadsWhatIsAskedFor(t *testing.T) {
	text := strings.Repeat("[2016-02-05T10:00:00]New Connection: 192.0.2.1\n", 100_000)
	file := &counting{ReaderAt: strings.NewReader(text)}
	b := &backward{file: file, at: int64(len(text))}
	for range 1000 {
		_, err := b.line()
		require.NoError(t, err)
	}
	require.Equal(t, chunk, file.bytes)
}
