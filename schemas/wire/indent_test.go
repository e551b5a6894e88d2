package wire_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/schemas/wire"
)

// JSON is laid out as encoding/json does it.
func TestIndent(t *testing.T) {
	atom := rapid.OneOf(rapid.Just[any](nil), rapid.Bool().AsAny(), rapid.Int().AsAny(), rapid.String().AsAny(),
		rapid.SampledFrom([]string{`"`, `\`, "{", "]", ":", ","}).AsAny())
	value := rapid.Deferred(func() *rapid.Generator[any] {
		flat := rapid.OneOf(atom, rapid.SliceOfN(atom, 0, 3).AsAny(), rapid.MapOfN(rapid.String(), atom, 0, 3).AsAny())
		return rapid.OneOf(flat, rapid.SliceOfN(flat, 0, 3).AsAny(), rapid.MapOfN(rapid.String(), flat, 0, 3).AsAny())
	})
	rapid.Check(t, func(t *rapid.T) {
		compact, err := wire.Marshal(value.Draw(t, "value"))
		require.NoError(t, err)
		var want bytes.Buffer
		require.NoError(t, json.Indent(&want, compact, "", "    "))
		require.Equal(t, want.String(), string(wire.Indent(compact)))
	})
}

// What is empty has two lines, and only that.
func TestIndentAsQt(t *testing.T) {
	got := wire.IndentAsQt([]byte(`{"a":{},"b":[],"c":[{}],"d":"{}"}`))
	require.Equal(t, `{
    "a": {
    },
    "b": [
    ],
    "c": [
        {
        }
    ],
    "d": "{}"
}`, string(got))
}
