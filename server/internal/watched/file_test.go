package watched_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/watched"
)

func TestChanged(t *testing.T) {
	f := watched.File{Path: filepath.Join(t.TempDir(), "file")}
	require.False(t, f.Changed(), "missing, as before")
	require.NoError(t, os.WriteFile(f.Path, []byte("a"), 0o600))
	require.True(t, f.Changed())
	require.False(t, f.Changed())
	require.NoError(t, os.WriteFile(f.Path, []byte("ab"), 0o600))
	require.True(t, f.Changed(), "longer")
	require.NoError(t, os.Remove(f.Path))
	require.True(t, f.Changed())
	require.False(t, f.Changed())
}

// A file that could not be used is reported until it can be, but not all the
// time.
func TestFailed(t *testing.T) {
	f := watched.File{Path: filepath.Join(t.TempDir(), "file")}
	require.NoError(t, os.WriteFile(f.Path, []byte("a"), 0o600))
	synctest.Test(t, func(t *testing.T) {
		require.True(t, f.Changed())
		for range 3 {
			f.Failed()
			require.False(t, f.Changed())
			time.Sleep(9 * time.Second)
			require.False(t, f.Changed())
			time.Sleep(time.Second)
			require.True(t, f.Changed())
		}
		time.Sleep(time.Hour)
		require.False(t, f.Changed(), "it could be used at last")
	})
}
