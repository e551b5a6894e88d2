package document_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/document"
)

type inner struct {
	Text string `json:"text,omitempty"`
}

type form struct {
	inner
	Inner
	Number  int               `json:"number,omitempty"`
	Big     uint64            `json:"big,omitempty"`
	Part    *float64          `json:"part,omitempty"`
	Yes     bool              `json:"yes,omitempty"`
	Words   []string          `json:"words,omitempty"`
	Entries map[string]string `json:"entries,omitempty"`
}

// Inner is embedded, as Contents is in a seed.
type Inner struct {
	List []inner `json:"list,omitempty"`
}

func TestBothForms(t *testing.T) {
	half := 0.5
	tests := []struct {
		name, json, yaml string
		want             form
	}{
		{"text stays text", `{"words":["on","10.2-RELEASE","2016-02-05","0x10","1_0","~x","no","1:30"]}`,
			"words: [on, 10.2-RELEASE, 2016-02-05, 0x10, 1_0, ~x, no, 1:30]",
			form{Words: []string{"on", "10.2-RELEASE", "2016-02-05", "0x10", "1_0", "~x", "no", "1:30"}}},
		{"numbers", `{"number":-3,"big":18446744073709551615,"part":0.5}`, "number: -3\nbig: 18446744073709551615\npart: 0.5", form{Number: -3, Big: 1<<64 - 1, Part: &half}},
		{"booleans and nothing", `{"yes":true,"words":null}`, "yes: true\nwords: ~", form{Yes: true}},
		{"a byte order mark", `{"number":1}`, "\ufeffnumber: 1", form{Number: 1}},
		{"entries", `{"entries":{"a b":"=\n"}}`, "entries:\n  \"a b\": \"=\\n\"\n", form{Entries: map[string]string{"a b": "=\n"}}},
		{"comments and blocks", `{"list":[{"text":"a\nb\n"}]}`, "# comment\nlist:\n- text: |\n    a\n    b\n", form{Inner: Inner{List: []inner{{Text: "a\nb\n"}}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var fromJSON, fromYAML form
			require.NoError(t, document.Read([]byte(tt.json), &fromJSON))
			require.NoError(t, document.Read([]byte(tt.yaml), &fromYAML))
			require.Equal(t, tt.want, fromJSON)
			require.Equal(t, tt.want, fromYAML)
		})
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "it is empty",
		"# nothing\n":               "it is empty",
		"{":                         "it ends in the middle",
		"{} {}":                     "something follows the JSON object",
		"[]":                        "it is no JSON object",
		"just text":                 "it is no JSON object",
		"- a":                       "it is no JSON object",
		"number: one":               `member "number" holds a string, not a whole number`,
		"number: 1.5":               `member "number" holds a number 1.5, not a whole number`,
		"part: a":                   `member "part" holds a string, not a number`,
		"yes: 1":                    `member "yes" holds a number, not a bool`,
		"words: a":                  `member "words" holds a string, not an array`,
		"entries: [a]":              `member "entries" holds an array, not an object`,
		"list: [{text: 1}]":         `member "list.text" holds a number, not a string`,
		"words: [1]":                `member "words" holds a number, not a string`,
		"nosuch: 1":                 `there is no member "nosuch"`,
		"number: 1\nnumber: 2":      `line 2: duplicate member "number"`,
		"? a\n: b":                  "line 1: the name of a member is not text",
		"words: &w [a]\nlist: *w":   "line 1: YAML anchor is not supported: write the value out",
		"words: [*w]":               "line 1: YAML alias is not supported: write the value out",
		"words: [!!str 1]":          "line 1: YAML tag is not supported: write the value out",
		"%YAML 1.2\n---\nnumber: 1": "line 1: YAML directive is not supported: write the value out",
		"number: 1\n? [a]\n: b":     "yaml: line 3: ",
		"number: \xff":              "it is no UTF-8",
		"number: 1\n---\nnumber: 2": "a second YAML document follows the first",
		"a: [":                      "yaml: line 1: sequence end token",
	} {
		var f form
		err := document.Read([]byte(text), &f)
		require.ErrorContains(t, err, want, text)
		require.NotContains(t, err.Error(), "\n")
	}
}

// FuzzRead checks that a document is either refused in one line, or can be
// written as JSON and read back unchanged.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"", "{}", "a: b", `{"words":["a"]}`, "words: [on, ~]", "list:\n- text: |\n    a\n", "number: 0o7", "a: &x [*x]", "? ? a", "%YAML 1.1\n---\nyes: yes", strings.Repeat("[", 100)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var first, second form
		if err := document.Read(data, &first); err != nil {
			require.NotContains(t, err.Error(), "\n")
			return
		}
		written, err := json.Marshal(first)
		require.NoError(t, err)
		require.NoError(t, document.Read(written, &second))
		again, err := json.Marshal(second)
		require.NoError(t, err)
		require.Equal(t, string(written), string(again))
	})
}
