package commandline_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/commandline"
)

func TestSplit(t *testing.T) {
	tests := map[string][]string{
		"":                             nil,
		" \t\n":                        nil,
		"echo one":                     {"echo", "one"},
		"  echo \t one\n":              {"echo", "one"},
		"a\u00a0b":                     {"a", "b"},
		`echo "one two"`:               {"echo", "one two"},
		`a"b c"d`:                      {"ab cd"},
		`echo "" x`:                    {"echo", "x"},
		`"open  end`:                   {"open  end"},
		`"""`:                          {`"`},
		`"""d"""`:                      {`"d"`},
		`""""x y`:                      {`"x y`},
		`'a b' $HOME \"c;d|e>f*` + "`": {"'a", "b'", "$HOME", `\c;d|e>f*` + "`"},
	}
	for line, want := range tests {
		require.Equal(t, want, commandline.Split(line), "%q", line)
	}
}

func FuzzSplit(f *testing.F) {
	f.Add(`a "b c" """d"""`)
	f.Add("\"\u00a0\" \x00 \xff")
	f.Fuzz(func(t *testing.T, line string) {
		words := commandline.Split(line)
		if slices.Contains(words, "") {
			t.Fatalf("%q has an empty word: %q", line, words)
		}
		if !strings.Contains(line, `"`) && !slices.Equal(words, strings.FieldsFunc(string([]rune(line)), unicode.IsSpace)) {
			t.Fatalf("%q without quotes became %q", line, words)
		}
	})
}
