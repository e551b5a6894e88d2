package fakeiocage_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// smallDisk mounts a file system of that size on a folder of the test.
func smallDisk(t *testing.T, size string) string {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("a small file system cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, 0) })
	return dir
}

// When writers are killed while the disk is full, everything that they reported
// as done is there, and everything else is unchanged.
func TestKilledOnFullDisk(t *testing.T) {
	disk := smallDisk(t, "1m")
	dir, ballast := filepath.Join(disk, "state"), filepath.Join(disk, "ballast")
	require.NoError(t, iocageIn(t.Context(), dir, "list").Run())
	for round := range rounds(t) / 2 {
		if round%2 == 0 { // in other rounds there is some room left
			require.NoError(t, fill(ballast))
		}
		said := killWriters(t, dir, round)
		require.NoError(t, os.RemoveAll(ballast))
		jails := jailsIn(t, dir)
		for _, tag := range said {
			require.Contains(t, jails, tag, "round %d: %s was created and is lost", round, tag)
		}
		out, err := iocageIn(t.Context(), dir, "clean", "-fj").CombinedOutput()
		require.NoError(t, err, "round %d: %s", round, out)
	}
}

// fill writes until the disk is full.
func fill(name string) error {
	f, err := os.Create(name)
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if errors.Is(err, syscall.ENOSPC) {
		return f.Close()
	}
	return err
}

// On a full disk a reading command still works, and reports that the call could
// not be recorded.
func TestReadOnFullDisk(t *testing.T) {
	disk := smallDisk(t, "1m")
	dir := filepath.Join(disk, "state")
	require.NoError(t, iocageIn(t.Context(), dir, "create", "tag=www").Run())
	require.NoError(t, os.Remove(filepath.Join(dir, "calls.jsonl")))
	require.NoError(t, fill(filepath.Join(disk, "ballast")))
	out, err := iocageIn(t.Context(), dir, "list").CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), "www")
	require.Contains(t, string(out), "fakeiocage: cannot write down the call: ")
}

// Without permission to write, reading works as usual and no call is recorded.
// A fault that cannot count treats every call as the first.
func TestReadOnlyDisk(t *testing.T) {
	disk := smallDisk(t, "1m")
	dir, faults := filepath.Join(disk, "state"), filepath.Join(t.TempDir(), "faults.yaml")
	require.NoError(t, os.WriteFile(faults, []byte("faults: [{name: once, command: df, effect: fail, nth: 1}]"), 0o644))
	require.NoError(t, iocageIn(t.Context(), dir, "create", "tag=www").Run())
	require.NoError(t, syscall.Mount("", disk, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	before := tree(t, disk)
	out, err := iocageIn(t.Context(), dir, "list").CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Regexp(t, `^JID .*\n- .* www .*\n$`, string(out))
	out, err = iocageIn(t.Context(), dir, "create").CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(out), "read-only file system: ")
	for range 2 {
		c := iocageIn(t.Context(), dir, "df")
		c.Env = append(c.Env, "FAKEIOCAGE_FAULTS="+faults)
		out, err = c.CombinedOutput()
		require.Error(t, err)
		require.Equal(t, "cannot open 'tank/iocage': I/O error\n", string(out))
	}
	require.Equal(t, before, tree(t, disk))
}
