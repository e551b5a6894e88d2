package fakeiocage_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// No command makes, changes or removes anything outside the state folder: not
// in the home folder, the temporary folder or the working folder.
func TestTouchesOnlyItsFolder(t *testing.T) {
	sandbox := t.TempDir()
	at := func(name string) string { return filepath.Join(sandbox, name) }
	for _, name := range []string{"home/iocage/jails", "tmp", "cwd/lib", "iocage"} {
		require.NoError(t, os.MkdirAll(at(name), 0o755))
	}
	for _, name := range []string{"home/.profile", "cwd/lib/ioc-common", "iocage/tags", "tmp/x"} {
		require.NoError(t, os.WriteFile(at(name), []byte(name), 0o644))
	}
	faults := at("home/faults.yaml")
	require.NoError(t, os.WriteFile(faults, []byte("faults: [{name: rare, command: nosuch, effect: fail}]"), 0o644))
	state := filepath.Join(t.TempDir(), "state")
	before := tree(t, sandbox)
	for _, args := range [][]string{
		{"create", "tag=www"}, {"set", "boot=on", "www"}, {"start", "www"}, {"list"}, {"df"}, {"snapshot", "www@a"},
		{"exec", "www", "sh", "-c", "echo x > /tmp/y"}, {"stop", "www"}, {"export", "www"}, {"fetch", "release=9.3-RELEASE"},
		{"fetch", "release=10.1-RELEASE", "ftplocaldir=" + at("home")}, {"snapmount", "www@a", at("tmp")},
		{"rollback", "www@a"}, {"clone", "www"}, {"destroy", "-f", "www"}, {"import", "www"}, {"clean", "-fa"}, {"deactivate", "tank"}, {"help"},
	} {
		cmd := exec.CommandContext(t.Context(), "iocage", args...)
		cmd.Dir = at("cwd")
		cmd.Env = append(os.Environ(), "FAKEIOCAGE_STATE="+state, "FAKEIOCAGE_FAULTS="+faults, "NOW=", "HOME="+at("home"),
			"XDG_CACHE_HOME="+at("home"), "TMPDIR="+at("tmp"), "GORACE=atexit_sleep_ms=10")
		out, _ := cmd.CombinedOutput() // some are refused, which does not matter here
		require.NotContains(t, string(out), "panic")
		require.Equal(t, before, tree(t, sandbox), "%q touched what is not its own", args)
	}
	require.FileExists(t, filepath.Join(state, "host.db"))
}

// tree returns all files below the folder with their size, mode and time.
func tree(t *testing.T, dir string) map[string]string {
	all := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		require.NoError(t, err)
		info, err := d.Info()
		require.NoError(t, err)
		all[path] = fs.FormatFileInfo(info) + info.ModTime().String()
		return nil
	}))
	return all
}
