package recent_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/recent"
)

// However much is written, the last lines are kept in the space of two files.
func TestFile(t *testing.T) {
	dir := t.TempDir()
	f := recent.File(filepath.Join(dir, "lines"))
	text, err := f.Read()
	require.NoError(t, err)
	require.Empty(t, text, "nothing was written")

	const lines, length = 50, 1 << 20
	rest := append(bytes.Repeat([]byte{'x'}, length-3), '\n')
	for i := range lines {
		require.NoError(t, f.Append(append(fmt.Appendf(nil, "%02d", i), rest...)))
	}
	text, err = f.Read()
	require.NoError(t, err)
	kept := slices.Collect(bytes.Lines(text))
	for i, line := range kept {
		require.Equal(t, fmt.Sprint(lines-len(kept)+i), string(line[:2]))
	}
	require.GreaterOrEqual(t, len(text), recent.MostBytes)
	require.LessOrEqual(t, len(text), 2*(recent.MostBytes+length))
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 2)

	require.NoError(t, f.Clear())
	text, err = f.Read()
	require.NoError(t, err)
	require.Empty(t, text)
	require.NoError(t, f.Clear(), "nothing is left to forget")
}

// What cannot be written to, or is no file.
func TestNoFile(t *testing.T) {
	require.ErrorIs(t, recent.File(filepath.Join(t.TempDir(), "nosuch", "lines")).Append([]byte("x\n")), os.ErrNotExist)
	folder := recent.File(t.TempDir())
	require.Error(t, folder.Append([]byte("x\n")))
	_, err := folder.Read()
	require.Error(t, err)
}
