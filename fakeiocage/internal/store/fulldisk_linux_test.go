package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// On a full disk a change fails, and the previous state stays.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=256k"); err != nil {
		t.Skipf("a small file system cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, 0) })
	require.NoError(t, openFolder(t, dir).Update(t.Context(), setComment("first")))
	require.NoError(t, fill(filepath.Join(dir, "ballast")))
	err := openFolder(t, dir).Update(t.Context(), func(h *host.Host) error {
		for i := range 2000 {
			j := &host.Jail{Name: time.Unix(int64(i), 0).UTC().Format(time.RFC3339)}
			h.Pool("tank").Add(host.JailsPlace, j)
			j.Set("notes", "a jail that there is no space for")
		}
		return setComment("second")(h)
	})
	require.ErrorContains(t, err, "nothing was changed: free some space")
	require.NoError(t, os.Remove(filepath.Join(dir, "ballast")))
	require.Equal(t, "first", comment(t, openFolder(t, dir)))
}

// fill writes until the disk is full.
func fill(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if errors.Is(err, syscall.ENOSPC) {
		return nil
	}
	return err
}
