package judge

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// ping and silent look at what has come before the reply of a class that every server
// has.
func TestAskingAClass(t *testing.T) {
	require.Equal(t, question{namespace: "rpc", name: "query", args: map[string]any{}}, asking("rpc/query"))
	require.Equal(t, `{"action":"listjails"}`, string(asking("listjails").body()))
}
