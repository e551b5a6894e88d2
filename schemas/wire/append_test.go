package wire_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/schemas/wire"
)

// A message is written by hand as encoding/json would write it.
func TestText(t *testing.T) {
	id := rapid.OneOf(
		rapid.Map(rapid.String(), func(s string) string { text, _ := json.Marshal(s); return string(text) }),
		rapid.SampledFrom([]string{"", `""`, "7", "null", ` { "n" : [ 1, "x" ] } `, `"\u2028\/é"`, `"\ufffd"`, `"<&>"`}))
	rapid.Check(t, func(t *rapid.T) {
		args, err := wire.Marshal(rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "args"))
		require.NoError(t, err)
		m := wire.Message{
			Args: args, ID: json.RawMessage(id.Draw(t, "id")),
			Name: rapid.String().Draw(t, "name"), Namespace: string(rapid.SliceOf(rapid.Byte()).Draw(t, "namespace")),
		}
		want, err := wire.Marshal(m)
		require.NoError(t, err)
		got, err := m.Text()
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))

		names := rapid.SliceOfN(rapid.String(), 1, 3).Draw(t, "names")
		for i := len(names) - 1; i >= 0; i-- {
			args, err = wire.Marshal(map[string]json.RawMessage{names[i]: args})
			require.NoError(t, err)
		}
		want = args
		got, err = wire.Marshal(wire.Object(m.Args, names...))
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))
	})
}

func TestTextOfAnIDThatIsNoJSON(t *testing.T) {
	_, err := wire.Message{ID: json.RawMessage(`{`)}.Text()
	require.Error(t, err)
}
