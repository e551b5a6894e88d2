package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/lockedfile"
	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/store"
)

// large is the file size from which mostly free files are compacted.
const large = 5 << 20

// swell adds jails until the file is larger than large.
func swell(h *host.Host) error {
	for i := range 6 {
		j := &host.Jail{Name: fmt.Sprint("large", i)}
		h.Pool("tank").Add(host.JailsPlace, j)
		j.Set("notes", strings.Repeat("x", 1<<20))
	}
	return nil
}

// shrink removes them again.
func shrink(h *host.Host) error {
	for _, j := range h.Pool("tank").Jails(host.JailsPlace + "/large") {
		h.Pool("tank").Remove(j)
	}
	return nil
}

func sizeOf(t *testing.T, name string) int64 {
	info, err := os.Stat(name)
	require.NoError(t, err)
	return info.Size()
}

// swollen returns a folder whose file has the mode and has grown large.
func swollen(t *testing.T, mode os.FileMode) (f *store.Folder, db string) {
	dir, db := filled(t)
	require.NoError(t, os.Chmod(db, mode))
	f = openFolder(t, dir)
	require.NoError(t, f.Update(t.Context(), swell))
	require.Greater(t, sizeOf(t, db), int64(large))
	return f, db
}

func TestFileOfFreePagesBecomesSmall(t *testing.T) {
	f, db := swollen(t, 0o640)
	require.NoError(t, f.Update(t.Context(), shrink))
	require.Less(t, sizeOf(t, db), int64(large)/4)
	require.NoError(t, f.Update(t.Context(), setComment("after")))
	require.Equal(t, "after", comment(t, f))
	require.NoError(t, f.View(t.Context(), func(h *host.Host) error {
		require.Len(t, h.Pool("tank").Jails(""), 300)
		return nil
	}))
	info, err := os.Stat(db)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o640), info.Mode())
	left, err := filepath.Glob(filepath.Join(filepath.Dir(db), "*"))
	require.NoError(t, err)
	require.ElementsMatch(t, []string{db, db + ".gate"}, left)
}

// A file that another process may have open, because it has passed the gate,
// stays until a change after which none has.
func TestFileStaysWhileSomebodyWaits(t *testing.T) {
	f, db := swollen(t, 0o644)
	var gate *lockedfile.File
	require.NoError(t, f.Update(t.Context(), func(h *host.Host) (err error) {
		gate, err = lockedfile.Edit(db + ".gate")
		require.NoError(t, err)
		return shrink(h)
	}))
	require.Greater(t, sizeOf(t, db), int64(large))
	require.NoError(t, gate.Close())
	require.NoError(t, f.Update(t.Context(), setComment("after")))
	require.Less(t, sizeOf(t, db), int64(large)/4)
	require.Equal(t, "after", comment(t, f))
}

func TestLinkedFileStays(t *testing.T) {
	f, db := swollen(t, 0o644)
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	require.NoError(t, os.Rename(db, elsewhere))
	require.NoError(t, os.Symlink(elsewhere, db))
	require.NoError(t, f.Update(t.Context(), shrink))
	require.Greater(t, sizeOf(t, db), int64(large))
	require.NoError(t, f.Update(t.Context(), setComment("after")))
	require.Equal(t, "after", comment(t, f))
}

// No change is lost while the file is replaced repeatedly.
func TestChangesWhileTheFileIsReplaced(t *testing.T) {
	f, db := swollen(t, 0o644)
	const goroutines, each = 3, 4
	errs := make([]error, goroutines*each)
	var wg sync.WaitGroup
	for i := range goroutines {
		wg.Go(func() {
			for k := range each {
				errs[i*each+k] = openFolder(t, filepath.Dir(db)).Update(t.Context(), func(h *host.Host) error {
					h.Pool("tank").Add(host.JailsPlace, &host.Jail{Name: fmt.Sprint("new", i, "-", k)})
					if k%2 == 0 {
						return shrink(h)
					}
					return swell(h)
				})
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
	require.NoError(t, f.View(t.Context(), func(h *host.Host) error {
		require.Len(t, h.Pool("tank").Jails(host.JailsPlace+"/new"), goroutines*each)
		return nil
	}))
}
