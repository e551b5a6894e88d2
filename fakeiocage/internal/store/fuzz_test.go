package store_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/store"
)

// FuzzStateFile checks that a state file with some bytes changed is either read
// or refused with advice, and never ends the process.
func FuzzStateFile(f *testing.F) {
	source := f.TempDir()
	folder, err := store.OpenFolder(source, initial)
	require.NoError(f, err)
	require.NoError(f, folder.Update(f.Context(), setComment("iocage")))
	whole, err := os.ReadFile(filepath.Join(source, "host.db"))
	require.NoError(f, err)

	f.Add(uint32(0), []byte{0})
	f.Add(uint32(3*4096), []byte{1, 2, 3, 4, 5, 6, 7, 8, 9})
	f.Add(uint32(4096+16), []byte{0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, at uint32, change []byte) {
		data := append([]byte(nil), whole...)
		copy(data[int(at)%len(data):], change)
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "host.db"), data, 0o644))
		folder := openFolder(t, dir)
		folder.LockTimeout = 5 * time.Second
		view := folder.View(t.Context(), func(h *host.Host) error { return nil })
		update := folder.Update(t.Context(), setComment("changed"))
		for _, err := range []error{view, update} {
			if err != nil {
				require.ErrorContains(t, err, "FAKEIOCAGE_STATE")
			}
		}
	})
}
