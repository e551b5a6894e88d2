package session

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"
)

func TestReadText(t *testing.T) {
	for text, want := range map[string]error{
		"":                        nil,
		"plain":                   nil,
		"κόσμε \U0001F600":        nil,
		strings.Repeat("€", 3000): nil,
		"\xff":                    errNotUTF8,
		"cut \xe2\x82":            errNotUTF8,
		"too high \xf4\x90\x80":   errNotUTF8,
		"surrogate \xed\xa0\x80":  errNotUTF8,
		"overlong \xc0\xaf":       errNotUTF8,
	} {
		for _, r := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text)), iotest.DataErrReader(strings.NewReader(text))} {
			got, tooLong, err := readText(websocket.TextMessage, r, 10_000)
			require.Equal(t, want, err, "%q", text)
			require.False(t, tooLong)
			if want == nil {
				require.Equal(t, text, string(got))
			}
		}
	}
}

// An invalid rune is noticed before the rest of the message arrives.
func TestReadTextFailsAtOnce(t *testing.T) {
	r := io.MultiReader(strings.NewReader("good \xf4\x90"), iotest.ErrReader(errors.New("read on")))
	_, _, err := readText(websocket.TextMessage, r, 100)
	require.Equal(t, errNotUTF8, err)
}

func TestReadTextThatIsTooLong(t *testing.T) {
	for n, want := range map[int]bool{9: false, 10: false, 11: true, 5000: true} {
		text, tooLong, err := readText(websocket.BinaryMessage, strings.NewReader(strings.Repeat("x", n)), 10)
		require.NoError(t, err)
		require.Equal(t, want, tooLong, "%d bytes", n)
		if !tooLong {
			require.Len(t, text, n)
		}
	}
}

func FuzzReadText(f *testing.F) {
	f.Add([]byte("plain"), false)
	f.Add([]byte("κόσ\xf4\x90"), true)
	f.Fuzz(func(t *testing.T, text []byte, slowly bool) {
		var r io.Reader = strings.NewReader(string(text))
		if slowly {
			r = iotest.OneByteReader(r)
		}
		got, tooLong, err := readText(websocket.TextMessage, r, 1000)
		switch {
		case err != nil:
			require.False(t, utf8.Valid(text))
		case tooLong:
			require.Greater(t, len(text), 1000)
		default:
			require.True(t, utf8.Valid(text))
			require.Equal(t, string(text), string(got))
		}
	})
}
