package scratch_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance/internal/scratch"
)

// Runs of scripts that come with files have folders of their own, also if two
// editions have scripts of one name.
func TestRunsWithFilesDoNotShareAFolder(t *testing.T) {
	script := &fstest.MapFile{Data: []byte("connect\n-- host.yaml --\n")}
	s, err := scratch.NewScripts(fstest.MapFS{"scripts/all/a.txtar": script, "scripts/2017-06-05/a.txtar": script})
	require.NoError(t, err)
	t.Cleanup(s.Remove)
	seen := map[string]bool{}
	for _, file := range []string{"scripts/all/a.txtar", "scripts/2017-06-05/a.txtar", "scripts/all/a.txtar"} {
		_, work, err := s.Lay(file)
		require.NoError(t, err)
		require.False(t, seen[work], work)
		seen[work] = true
	}
}
