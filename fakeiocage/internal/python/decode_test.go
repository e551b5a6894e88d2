package python

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The errors are those of Python 3 (measured).
func TestDecoded(t *testing.T) {
	for text, want := range map[string]string{
		"":                 "",
		"é\ufffd\n":        "",
		"a\xff\n":          "byte 0xff in position 1: invalid start byte",
		"é\ufffd\x80":      "byte 0x80 in position 5: invalid start byte",
		"ab\xe2(":          "byte 0xe2 in position 2: invalid continuation byte",
		"ab\xe2\x82(":      "bytes in position 2-3: invalid continuation byte",
		"ab\xe2\x82":       "bytes in position 2-3: unexpected end of data",
		"\xf0\x9f\x98":     "bytes in position 0-2: unexpected end of data",
		"\xed\xa0\x80":     "byte 0xed in position 0: invalid continuation byte",
		"\xe0\x80\x80\xff": "byte 0xe0 in position 0: invalid continuation byte",
	} {
		got, err := decoded(text)
		if want == "" {
			require.NoError(t, err)
			require.Equal(t, text, got)
			continue
		}
		require.EqualError(t, err, "UnicodeDecodeError: 'utf-8' codec can't decode "+want, "%q", text)
	}
}
