package pyjson_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/pyjson"
)

// The text is what Python's json.dumps prints of json.loads (measured).
func TestJSON(t *testing.T) {
	v, err := pyjson.Parse(`{"z":1,"a":{"b":[],"c":{},"d":[true,null,-2.5,"é😀\/<\u0001\t\"\\\u007f"]},"z":"last"}`)
	require.NoError(t, err)
	require.Equal(t, `{"z": "last", "a": {"b": [], "c": {}, "d": [true, null, -2.5, "\u00e9\ud83d\ude00/<\u0001\t\"\\\u007f"]}}`, v.JSON(0))
	require.Equal(t, `{
    "z": "last",
    "a": {
        "b": [],
        "c": {},
        "d": [
            true,
            null,
            -2.5,
            "\u00e9\ud83d\ude00/<\u0001\t\"\\\u007f"
        ]
    }
}`, v.JSON(4))
	require.True(t, v.IsObject())
}

func TestTypes(t *testing.T) {
	for text, want := range map[string]struct {
		kind  string
		truth bool
	}{
		`{}`: {"dict", false}, `{"a":0}`: {"dict", true}, `[]`: {"list", false}, `[0]`: {"list", true}, `""`: {"str", false},
		`"0"`: {"str", true}, `true`: {"bool", true}, `false`: {"bool", false}, `null`: {"NoneType", false}, `0`: {"int", false},
		`-1`: {"int", true}, `0.0`: {"float", false}, `1e3`: {"float", true}, `1e999`: {"float", true},
	} {
		v, err := pyjson.Parse(text)
		require.NoError(t, err)
		require.Equal(t, want.kind, v.Type(), text)
		require.Equal(t, want.truth, v.True(), text)
	}
}

func TestNoValueIsNotTrue(t *testing.T) {
	require.False(t, pyjson.Value{}.True())
}

func TestMembers(t *testing.T) {
	v, err := pyjson.Parse(`{"a":["x y",2]}`)
	require.NoError(t, err)
	list, found := v.Get("a")
	require.True(t, found)
	first, found := list.First()
	require.True(t, found)
	require.Equal(t, "x y", first.Text())
	require.Equal(t, `["x y", 2]`, list.Text())
	_, found = v.First()
	require.False(t, found)
	_, found = list.Get("a")
	require.False(t, found)
}

// What is no JSON is an error; what is, means the same when it is printed.
func TestRoundTrip(t *testing.T) {
	for _, text := range []string{"", "{", `{"a"}`, `{"a":}`, "[1,]", "1 2", "nul", `{a:1}`, `{1:2}`, "]"} {
		_, err := pyjson.Parse(text)
		require.Error(t, err, text)
	}
	rapid.Check(t, func(t *rapid.T) {
		scalar := rapid.OneOf(rapid.Just[any](nil), rapid.Bool().AsAny(), rapid.String().AsAny(), rapid.Float64Range(-9, 9).AsAny())
		given := rapid.MapOf(rapid.String(), rapid.SliceOf(scalar)).Draw(t, "value")
		data, err := json.Marshal(given)
		require.NoError(t, err)
		v, err := pyjson.Parse(string(data))
		require.NoError(t, err)
		for _, indent := range []int{0, 4} {
			require.JSONEq(t, string(data), v.JSON(indent))
		}
	})
}
