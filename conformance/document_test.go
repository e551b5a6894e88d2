package conformance

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestFind(t *testing.T) {
	document := parse([]byte(`{"args":{"listjails":{"u1":{"tag":"www","jid":"3"},"u2":{"tag":"test","jid":"-"}},"a/b":{"c~d":[1,"x"]}}}`))
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
		for _, f := range find(document, path) {
			got = append(got, f.pointer)
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
		{`{"a":300}`, `{"a":300.0}`, "/a"},
	} {
		d := compare(parse([]byte(c.expected)), parse([]byte(c.got)), "")
		if c.pointer == "" {
			require.Nil(t, d)
			continue
		}
		require.NotNil(t, d, c.got)
		require.Equal(t, c.pointer, d.pointer)
	}
}

// A document equals itself, and no other that was changed in one place.
func TestCompareNoticesEveryChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		leaves := rapid.MapOfN(rapid.StringMatching(`[a-c/~]{1,3}`), rapid.String(), 1, 6).Draw(t, "leaves")
		document, changed := map[string]any{}, map[string]any{}
		for name, value := range leaves {
			document[name] = map[string]any{"x": value}
			changed[name] = map[string]any{"x": value}
		}
		require.Nil(t, compare(document, changed, ""))
		name := rapid.SampledFrom(mapKeys(leaves)).Draw(t, "name")
		changed[name] = map[string]any{"x": leaves[name] + "!"}
		d := compare(document, changed, "")
		require.NotNil(t, d)
		require.Equal(t, "/"+escape(name)+"/x", d.pointer)
	})
}

func mapKeys(m map[string]string) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	return names
}

func TestOps(t *testing.T) {
	for _, c := range []struct {
		op    string
		value any
		args  []string
		want  bool
	}{
		{"cut", "https", []string{"https://github.com"}, true},
		{"cut", "https://git", []string{"https://github.com"}, false},
		{"no-part", "https", []string{"https://github.com"}, true},
		{"no-part", "https://git", []string{"https://github.com"}, false},
		{"no-part", "http://mirror", []string{"https://github.com"}, true},
		{"trimmed", " u (t) is already up", []string{"u (t) is already up"}, true},
		{"trimmed", "  u (t) is already up", []string{"u (t) is already up"}, false},
		{"trimmed", " u (2016-01-29@14", []string{"u (2016-01-29@14:19:49) is already up"}, true},
		{"is", nil, []string{"null"}, true},
		{"type", "1", []string{"number"}, false},
		{"in", "b", []string{"a", "b"}, true},
		{"is-not", "https", []string{"https"}, false},
	} {
		require.Equal(t, c.want, ops[c.op].holds(c.value, c.args), "%v %s %v", c.value, c.op, c.args)
	}
}

func FuzzFind(f *testing.F) {
	f.Add([]byte(`{"a":{"b":["c"]}}`), "/a/*/[b=c]")
	f.Fuzz(func(t *testing.T, text []byte, path string) {
		document := parse(text)
		for _, place := range find(document, path) {
			// Every place can be found again by its own pointer, unless a
			// member's name is itself a word of paths.
			again := find(document, place.pointer)
			if len(again) == 1 {
				require.Nil(t, compare(place.value, again[0].value, ""))
			}
		}
	})
}

func FuzzParseHeader(f *testing.F) {
	f.Add([]byte("# id: a.b\n# level: MUST\n# requirement: x.\n# section: y\n"))
	f.Fuzz(func(t *testing.T, script []byte) {
		if h, err := parseHeader(script); err == nil {
			require.NotEmpty(t, h.check.ID)
			require.NotEmpty(t, h.check.Requirement)
		}
	})
}
