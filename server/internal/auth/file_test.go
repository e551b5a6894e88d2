package auth_test

import (
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/auth"
)

// What root changes stays readable for a server that is not root.
func TestFilesKeepTheirOwner(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	const sysadm, group = 4242, 4243
	folder := filepath.Join(t.TempDir(), "state")
	require.NoError(t, os.Mkdir(folder, 0o700))
	require.NoError(t, os.Chown(folder, sysadm, group))
	users, blocks, keys := filepath.Join(folder, "users"), filepath.Join(folder, "blocks"), filepath.Join(folder, "ssl-keys.json")
	require.NoError(t, os.WriteFile(blocks, nil, 0o600))
	require.NoError(t, os.Chown(blocks, sysadm, group))
	for range 2 {
		require.NoError(t, auth.AddUser(users, "anna", auth.NoPassword, ""))
		_, err := auth.ClearBlocks(blocks, netip.Addr{})
		require.NoError(t, err)
		registered, err := auth.OpenKeys(keys, slog.New(slog.DiscardHandler))
		require.NoError(t, err)
		require.NoError(t, registered.Register(parsed(t, &private().PublicKey, "anna")))
	}
	require.NoError(t, os.Chown(users, sysadm+1, group))
	require.NoError(t, auth.AddUser(users, "otto", auth.NoPassword, ""))

	files, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Len(t, files, 6, "and their locks")
	for _, file := range files {
		info, err := file.Info()
		require.NoError(t, err)
		want := uint32(sysadm)
		if file.Name() == "users" {
			want++ // whose file it was, whoever has the folder
		}
		owner := info.Sys().(*syscall.Stat_t)
		require.Equal(t, []uint32{want, group}, []uint32{owner.Uid, owner.Gid}, file.Name())
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm(), file.Name())
	}
}

// Hashes of passwords never lie in the folder that everybody may write to.
func TestFilesAreWrittenInTheirOwnFolder(t *testing.T) {
	public, long := t.TempDir(), time.Unix(0, 0)
	t.Setenv("TMPDIR", public)
	require.NoError(t, os.Chtimes(public, long, long))
	require.NoError(t, auth.AddUser(filepath.Join(t.TempDir(), "users"), "anna", auth.NoPassword, ""))
	info, err := os.Stat(public)
	require.NoError(t, err)
	require.True(t, info.ModTime().Equal(long), "nothing was made there")
}
