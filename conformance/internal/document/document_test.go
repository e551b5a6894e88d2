package document_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

func TestFind(t *testing.T) {
	read := document.Parse([]byte(`{"args":{"listjails":{"u1":{"tag":"www","jid":"3"},"u2":{"tag":"test","jid":"-"}},"a/b":{"c~d":[1,"x"]}}}`))
	for path, want := range map[string][]string{
		"":                            {""},
		"/args/listjails/u1/jid":      {"/args/listjails/u1/jid"},
		"/args/listjails/*/jid":       {"/args/listjails/u1/jid", "/args/listjails/u2/jid"},
		"/args/listjails/[tag=test]":  {"/args/listjails/u2"},
		"/args/listjails/[tag=other]": nil,
		"/args/a~1b/c~0d/1":           {"/args/a~1b/c~0d/1"},
		"/args/nosuch/*":              nil,
	} {
		var got []string
		for _, f := range document.Find(read, path) {
			got = append(got, f.Pointer)
		}
		require.Equal(t, want, got, path)
	}
}

func TestCompare(t *testing.T) {
	for _, c := range []struct{ expected, got, pointer string }{
		{`{"a":"1"}`, `{"a":"1"}`, ""},
		{`{"a":"1"}`, `{"a":1}`, "/a"},
		{`{"a":"1"}`, `{}`, "/a"},
		{`{}`, `{"b":null}`, "/b"},
		{`{"a":null}`, `{}`, "/a"},
		{`{"a":[1,2]}`, `{"a":[1,3]}`, "/a/1"},
		{`{"a":[1,2]}`, `{"a":[1]}`, "/a"},
		{`{"a/b":{"c":true}}`, `{"a/b":{"c":false}}`, "/a~1b/c"},
		{`{"a":300}`, `{"a":300.0}`, ""},
		{`{"a":[-3e2]}`, `{"a":[-300]}`, ""},
		{`{"a":300}`, `{"a":300.5}`, "/a"},
		{`{"a":"300"}`, `{"a":"300.0"}`, "/a"},
		{`{"a":9007199254740993}`, `{"a":9007199254740992}`, "/a"},
		{`{"a":1e999}`, `{"a":1e998}`, "/a"},
	} {
		d := document.Compare(document.Parse([]byte(c.expected)), document.Parse([]byte(c.got)), "")
		if c.pointer == "" {
			require.Nil(t, d)
			continue
		}
		require.NotNil(t, d, c.got)
		require.Equal(t, c.pointer, d.Pointer)
	}
}

// A document equals itself, and no other that was changed in one place.
func TestCompareNoticesEveryChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		leaves := rapid.MapOfN(rapid.StringMatching(`[a-c/~]{1,3}`), rapid.String(), 1, 6).Draw(t, "leaves")
		same, changed := map[string]any{}, map[string]any{}
		for name, value := range leaves {
			same[name] = map[string]any{"x": value}
			changed[name] = map[string]any{"x": value}
		}
		require.Nil(t, document.Compare(same, changed, ""))
		name := rapid.SampledFrom(mapKeys(leaves)).Draw(t, "name")
		changed[name] = map[string]any{"x": leaves[name] + "!"}
		d := document.Compare(same, changed, "")
		require.NotNil(t, d)
		require.Equal(t, "/"+document.Escape(name)+"/x", d.Pointer)
	})
}

func mapKeys(m map[string]string) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	return names
}

func FuzzFind(f *testing.F) {
	f.Add([]byte(`{"a":{"b":["c"]}}`), "/a/*/[b=c]")
	f.Fuzz(func(t *testing.T, text []byte, path string) {
		read := document.Parse(text)
		for _, place := range document.Find(read, path) {
			// Every place can be found again by its own pointer, unless a
			// member's name is itself a word of paths.
			again := document.Find(read, place.Pointer)
			if len(again) == 1 {
				require.Nil(t, document.Compare(place.Value, again[0].Value, ""))
			}
		}
	})
}
