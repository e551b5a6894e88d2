package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/store"
)

// A filer is a store's interface to the files beside the host.
type filer interface {
	File(name string) ([]byte, error)
	ChangeFile(ctx context.Context, name string, fn func([]byte) ([]byte, error)) error
	Files(folder string) ([]string, error)
}

func eachFiler(t *testing.T, test func(*testing.T, filer)) {
	t.Run("memory", func(t *testing.T) { test(t, store.NewMemory(initial())) })
	t.Run("folder", func(t *testing.T) { test(t, openFolder(t, t.TempDir())) })
}

func put(t *testing.T, f filer, name, content string) {
	require.NoError(t, f.ChangeFile(t.Context(), name, func([]byte) ([]byte, error) { return []byte(content), nil }))
}

func TestFiles(t *testing.T) {
	eachFiler(t, func(t *testing.T, f filer) {
		data, err := f.File("clock")
		require.NoError(t, err)
		require.Nil(t, data, "there is none yet")
		names, err := f.Files("kept")
		require.NoError(t, err)
		require.Empty(t, names)

		put(t, f, "kept/b", "2")
		put(t, f, "kept/a", "1")
		put(t, f, "clock", "")
		data, err = f.File("clock")
		require.NoError(t, err)
		require.NotNil(t, data, "an empty one is one")
		names, err = f.Files("kept")
		require.NoError(t, err)
		require.Equal(t, []string{"kept/a", "kept/b"}, names)

		require.NoError(t, f.ChangeFile(t.Context(), "kept/a", func(old []byte) ([]byte, error) {
			require.Equal(t, "1", string(old))
			return nil, nil
		}))
		names, err = f.Files("kept")
		require.NoError(t, err)
		require.Equal(t, []string{"kept/b"}, names)
		require.NoError(t, f.ChangeFile(t.Context(), "kept/a", func([]byte) ([]byte, error) { return nil, nil }), "what is gone can go again")
	})
}

func TestChangeFileThatFailsChangesNothing(t *testing.T) {
	eachFiler(t, func(t *testing.T, f filer) {
		put(t, f, "clock", "old")
		refused := errors.New("refused")
		require.ErrorIs(t, f.ChangeFile(t.Context(), "clock", func([]byte) ([]byte, error) { return []byte("new"), refused }), refused)
		data, err := f.File("clock")
		require.NoError(t, err)
		require.Equal(t, "old", string(data))
	})
}

// Concurrent changes of a file are all kept, also while the host is changed.
func TestConcurrentFiles(t *testing.T) {
	eachFiler(t, func(t *testing.T, f filer) {
		var wg sync.WaitGroup
		errs := make([]error, 50)
		for i := range errs {
			wg.Go(func() {
				errs[i] = f.ChangeFile(t.Context(), "count", func(old []byte) ([]byte, error) {
					return append(old, '.'), nil
				})
			})
		}
		wg.Wait()
		require.NoError(t, errors.Join(errs...))
		data, err := f.File("count")
		require.NoError(t, err)
		require.Len(t, data, len(errs))
	})
}

// A change leaves nothing behind but the file.
func TestChangeFileLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	f := openFolder(t, dir)
	for i := range 10 {
		put(t, f, "kept/a", fmt.Sprint(i))
	}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	require.ElementsMatch(t, []string{"host.db", "host.db.gate", "kept"}, names)
	require.FileExists(t, filepath.Join(dir, "kept", "a"))
}
