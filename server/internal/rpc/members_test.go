package rpc_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// For any text, members finds what encoding/json finds.
func TestMembers(t *testing.T) {
	atom := rapid.SampledFrom([]string{
		"{", "}", "[", "]", ",", ":", `"`, `\`, `\"`, " ", "\t", "\n", `"a"`, `"b\""`, `"é"`, `"\u00e9"`, `"\ud800"`, "\"\xff\"",
		"1", "-2.5e3", "true", "null", `"a":1`, `"a":{}`, `"b":[{"c":"}"}]`, `,"d" : "x" `, `{"a":1}`,
	})
	text := rapid.OneOf(
		rapid.Map(rapid.SliceOf(atom), func(atoms []string) string { return strings.Join(atoms, "") }),
		rapid.Map(rapid.SliceOf(atom), func(atoms []string) string { return " {" + strings.Join(atoms, "") + "} " }))
	rapid.Check(t, func(t *rapid.T) { sameMembers(t, []byte(text.Draw(t, "text"))) })
}

func FuzzMembers(f *testing.F) {
	f.Add([]byte(`{"id":"x","args":{"a":[1,"}"]},"name" : null, "\u0061" : -1 }`))
	f.Fuzz(func(t *testing.T, text []byte) { sameMembers(t, text) })
}

func sameMembers(t require.TestingT, text []byte) {
	var want map[string]json.RawMessage
	err := json.Unmarshal(text, &want)
	_, wrong := rpc.Bounds{}.ParseMessage(text)
	require.Equal(t, json.Valid(text), wrong == nil || !strings.Contains(wrong.Error(), "is not JSON"), "%q", text)
	if !json.Valid(text) {
		return
	}
	args, refusal := rpc.ParseArgs(text)
	require.Equal(t, err == nil && want != nil, refusal == nil, "%q", text)
	got := maps.Collect(args.All())
	require.Equal(t, len(want), len(got), "%q", text)
	for name, value := range got {
		require.Equal(t, want[name], value, "%q", text)
		member, found := args.Member(name)
		require.True(t, found)
		require.Equal(t, value, member, "%q", text)
		var s *string
		isString := json.Unmarshal(value, &s) == nil && s != nil
		text, _, err := args.String(name)
		require.Equal(t, isString, err == nil, name)
		if isString {
			require.Equal(t, *s, text)
		}
	}
}

func BenchmarkParseArgs(b *testing.B) {
	text := []byte(`{"namespace":"sysadm","name":"iocage","id":"fooid","args":{"action":"listjails"}}`)
	b.ReportAllocs()
	for b.Loop() {
		args, err := rpc.ParseArgs(text)
		require.NoError(b, err)
		_, found := args.Member("args")
		require.True(b, found)
	}
}
