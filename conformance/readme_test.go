package conformance

import (
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite scripts/README.md")

func TestREADMEIsFresh(t *testing.T) {
	const file = "scripts/README.md"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(readme()), 0o644))
	}
	text, err := os.ReadFile(file)
	require.NoError(t, err, "write it with -update")
	require.Equal(t, readme(), string(text), "write it with -update")
}
