package store_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/store"
)

// A state of format 3, whose jails have their snapshots in their own records, is
// read, and is converted by a change.
func TestFormat3(t *testing.T) {
	dir := t.TempDir()
	snapshots := []host.Snapshot{
		{Name: "s", Created: 5, Config: &host.Config{Properties: map[string]string{"tag": "x"}, Fstab: []string{"/a /b"}}},
		{Name: "s", Below: "root", Created: 5, Mounted: "/mnt"},
	}
	j := &host.Jail{Name: "u", Fstab: []string{"/c /d"}}
	j.SetSnapshots(snapshots)
	require.NoError(t, openFolder(t, dir).Update(t.Context(), func(h *host.Host) error {
		h.Pool("tank").Add(host.JailsPlace, j)
		return nil
	}))
	makeFormat3(t, dir, "tank/iocage/jails/u", store.WholeRecord(j))

	folder := openFolder(t, dir)
	has := func(h *host.Host) error {
		found := h.Pool("tank").Jail("jails/u")
		require.Equal(t, snapshots, found.Snapshots())
		require.Equal(t, []string{"/c /d"}, found.Fstab)
		return nil
	}
	require.NoError(t, folder.View(t.Context(), has))
	require.NoError(t, folder.Update(t.Context(), has))
	require.NoError(t, folder.View(t.Context(), has))
	changeFile(t, dir, func(tx *bolt.Tx) {
		require.Equal(t, "4", string(tx.Bucket([]byte("host")).Get([]byte("format"))))
		require.Equal(t, 2, tx.Bucket([]byte("snaps")).Stats().KeyN)
	})
}

// makeFormat3 turns a file with one jail into one of format 3, with its record.
func makeFormat3(t *testing.T, dir, dataset string, record []byte) {
	changeFile(t, dir, func(tx *bolt.Tx) {
		require.NoError(t, tx.Bucket([]byte("host")).Put([]byte("format"), []byte("3")))
		require.NoError(t, tx.DeleteBucket([]byte("snaps")))
		require.False(t, bytes.Equal(record, tx.Bucket([]byte("jails")).Get([]byte(dataset))))
		require.NoError(t, tx.Bucket([]byte("jails")).Put([]byte(dataset), record))
	})
}
