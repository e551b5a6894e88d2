package fakeiocage

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRefuseBesideReal(t *testing.T) {
	dir := t.TempDir()
	theirs, ours := filepath.Join(dir, "iocage"), filepath.Join(dir, "link")
	require.NoError(t, os.WriteFile(theirs, nil, 0o755))
	self, err := os.Executable()
	require.NoError(t, err)
	require.NoError(t, os.Symlink(self, ours))
	tests := []struct {
		name, system, calledAs, allow string
		places                        []string
		refused                       bool
	}{
		{"a real one is there", "freebsd", "/x/iocage", "", []string{ours, theirs}, true},
		{"told to", "freebsd", "iocage", "1", []string{theirs}, false},
		{"told something else", "freebsd", "iocage", "yes", []string{theirs}, true},
		{"by its own name", "freebsd", "/x/fakeiocage", "", []string{theirs}, false},
		{"only ourselves", "freebsd", "iocage", "", []string{ours}, false},
		{"none", "freebsd", "iocage", "", []string{filepath.Join(dir, "nosuch")}, false},
		{"another system", "linux", "iocage", "", []string{theirs}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := refuseBesideReal(tt.system, tt.calledAs, tt.allow, tt.places)
			if !tt.refused {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, "cannot run as iocage: this machine has a real one, "+theirs)
			require.ErrorContains(t, err, "FAKEIOCAGE_ALLOW=1")
		})
	}
}
