package store_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// A state of format 2, of which some keys are not in the index and doubled tags
// are not noted, is looked up rightly, and is converted by a change.
func TestFormat2(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, openFolder(t, dir).Update(t.Context(), addTagged("u1", "www")))
	pools := recordOfPools(t, dir)
	require.NoError(t, openFolder(t, dir).Update(t.Context(), addTagged("u2", "www")))
	makeFormat2(t, dir, pools)

	folder := openFolder(t, dir)
	require.NoError(t, folder.View(t.Context(), hasTwo(t)))
	require.NoError(t, folder.Update(t.Context(), hasTwo(t)))
	require.NoError(t, folder.View(t.Context(), hasTwo(t)))
	require.NotEqual(t, pools, recordOfPools(t, dir))
}

// addTagged adds a running jail.
func addTagged(uuid, tag string) func(*host.Host) error {
	return func(h *host.Host) error {
		j := &host.Jail{Name: uuid, Running: &host.Running{JID: 1, IP4: []string{"10.0.0.1"}}}
		h.Pool("tank").Add(host.JailsPlace, j)
		j.Set("tag", tag)
		j.Set("host_hostuuid", "v-"+uuid)
		return nil
	}
}

func hasTwo(t *testing.T) func(*host.Host) error {
	return func(h *host.Host) error {
		p := h.Pool("tank")
		require.Equal(t, []string{"www"}, p.Doubled())
		require.Len(t, p.Lookup(host.Key{Index: host.Address, Value: "10.0.0.1"}), 2)
		require.Len(t, p.Lookup(host.Key{Index: host.UUID, Value: "v"}), 2)
		return nil
	}
}

func changeFile(t *testing.T, dir string, fn func(*bolt.Tx)) {
	db, err := bolt.Open(filepath.Join(dir, "host.db"), 0o644, nil)
	require.NoError(t, err)
	require.NoError(t, db.Update(func(tx *bolt.Tx) error {
		fn(tx)
		return nil
	}))
	require.NoError(t, db.Close())
}

func recordOfPools(t *testing.T, dir string) (record []byte) {
	changeFile(t, dir, func(tx *bolt.Tx) { record = bytes.Clone(tx.Bucket([]byte("host")).Get([]byte("pools"))) })
	return record
}

// makeFormat2 turns a file into one of format 2, with the record of the pools.
func makeFormat2(t *testing.T, dir string, pools []byte) {
	changeFile(t, dir, func(tx *bolt.Tx) {
		require.NoError(t, tx.Bucket([]byte("host")).Put([]byte("format"), []byte("2")))
		require.NoError(t, tx.Bucket([]byte("host")).Put([]byte("pools"), pools))
		index, younger := tx.Bucket([]byte("index")), 0
		c := index.Cursor()
		for key, _ := c.First(); key != nil; key, _ = c.Next() {
			if bytes.IndexByte([]byte{byte(host.Address), byte(host.Nameless), byte(host.UUID)}, bytes.Split(key, []byte{0})[1][0]) >= 0 {
				require.NoError(t, c.Delete())
				younger++
			}
		}
		require.Positive(t, younger)
	})
}
