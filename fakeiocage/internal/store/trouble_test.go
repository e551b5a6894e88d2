package store_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"
	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/store"
)

// filled returns a folder with a host that takes several pages.
func filled(t *testing.T) (dir, db string) {
	dir = t.TempDir()
	require.NoError(t, openFolder(t, dir).Update(t.Context(), func(h *host.Host) error {
		for i := range 300 {
			j := &host.Jail{Name: time.Unix(int64(i), 0).UTC().Format(time.RFC3339)}
			h.Pool("tank").Add(host.JailsPlace, j)
			j.Set("notes", j.Name+" is a jail with a note of some length")
		}
		return nil
	}))
	return dir, filepath.Join(dir, "host.db")
}

// refused checks that reading and changing both fail, that both errors say what
// to do, and that the file is unchanged.
func refused(t *testing.T, dir, because string) {
	t.Helper()
	db := filepath.Join(dir, "host.db")
	before, _ := os.ReadFile(db)
	f := openFolder(t, dir)
	f.LockTimeout = 5 * time.Second
	for _, err := range []error{
		f.View(t.Context(), func(*host.Host) error { return nil }),
		f.Update(t.Context(), setComment("lost")),
	} {
		require.ErrorContains(t, err, because)
		require.ErrorContains(t, err, dir)
		require.ErrorContains(t, err, "FAKEIOCAGE_STATE")
	}
	after, _ := os.ReadFile(db)
	require.Equal(t, before, after, "an unreadable file is left as it is")
}

func TestGarbage(t *testing.T) {
	dir, db := filled(t)
	require.NoError(t, os.WriteFile(db, []byte("not a database at all"), 0o644))
	refused(t, dir, "invalid database")
}

// Touching the mapped but missing pages of a truncated file faults.
func TestTruncated(t *testing.T) {
	_, db := filled(t)
	whole, err := os.ReadFile(db)
	require.NoError(t, err)
	for size := 4096; size < len(whole); size += 4096 {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "host.db"), whole[:size], 0o644))
		f := openFolder(t, dir)
		f.LockTimeout = 5 * time.Second
		err := f.View(t.Context(), func(h *host.Host) error {
			require.Len(t, h.Pool("tank").Jails(""), 300, "what is read is whole")
			return nil
		})
		if err != nil {
			require.ErrorContains(t, err, "FAKEIOCAGE_STATE", "size %d", size)
		}
	}
}

func TestScribbled(t *testing.T) {
	dir, db := filled(t)
	data, err := os.ReadFile(db)
	require.NoError(t, err)
	for i := 2 * 4096; i < len(data); i++ { // all but the two meta pages
		data[i] = 0xa5
	}
	require.NoError(t, os.WriteFile(db, data, 0o644))
	refused(t, dir, "damaged")
}

func TestEmptyFileIsNew(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "host.db"), nil, 0o644))
	require.Equal(t, "-", comment(t, openFolder(t, dir)))
}

func TestNewerFormat(t *testing.T) {
	dir, db := filled(t)
	b, err := bolt.Open(db, 0o644, nil)
	require.NoError(t, err)
	require.NoError(t, b.Update(func(tx *bolt.Tx) error {
		return tx.Bucket([]byte("host")).Put([]byte("format"), []byte("99"))
	}))
	require.NoError(t, b.Close())
	refused(t, dir, `format "99", and this program knows format 4`)
}

func TestFolderIsAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	_, err := store.OpenFolder(file, initial)
	require.ErrorContains(t, err, "choose another one with FAKEIOCAGE_STATE")
}

func TestReadOnlyFolder(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may write to a read-only folder")
	}
	dir, _ := filled(t)
	require.NoError(t, os.Chmod(dir, 0o555))
	t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
	for _, name := range []string{"host.db", "host.db.gate"} {
		require.NoError(t, os.Chmod(filepath.Join(dir, name), 0o444))
	}
	require.Equal(t, "-", comment(t, openFolder(t, dir)), "it can be read")
	require.ErrorContains(t, openFolder(t, dir).Update(t.Context(), setComment("x")), "permission denied: give yourself the right")
}

func TestLockTimeout(t *testing.T) {
	dir, db := filled(t)
	held, err := lockedfile.Edit(db)
	require.NoError(t, err)
	f := openFolder(t, dir)
	f.LockTimeout = time.Millisecond
	err = f.View(t.Context(), func(*host.Host) error { return nil })
	require.ErrorContains(t, err, "another process holds the lock for longer than 1ms: end the process that uses it")
	require.NoError(t, held.Close())
	f.LockTimeout = time.Minute
	require.NoError(t, f.Update(t.Context(), setComment("after")), "a lock given up on is given back when it comes")
	require.NoError(t, f.Close())
}

func TestCancelledWait(t *testing.T) {
	dir, db := filled(t)
	held, err := lockedfile.Edit(db)
	require.NoError(t, err)
	f := openFolder(t, dir)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err = f.Update(ctx, setComment("x"))
	require.ErrorContains(t, err, "context canceled: nothing was changed")
	require.NoError(t, held.Close())
	require.NoError(t, f.Close())
}

// An update without a change writes nothing, and a small change writes little.
func TestUnchangedIsNotWritten(t *testing.T) {
	dir, db := filled(t)
	before, err := os.ReadFile(db)
	require.NoError(t, err)
	require.NoError(t, openFolder(t, dir).Update(t.Context(), func(*host.Host) error { return nil }))
	require.Equal(t, "-", comment(t, openFolder(t, dir)))
	after, err := os.ReadFile(db)
	require.NoError(t, err)
	require.Equal(t, before, after)
}
