package auth_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/auth"
)

// fakeID puts an id(1) on PATH that records whom it was asked for. It knows
// anna (wheel), otto (operator), both, guest (neither), and the administrators.
func fakeID(t *testing.T) (asked func() []string) {
	dir := t.TempDir()
	script := `#!/bin/sh
echo "$@" >>` + dir + `/asked
case "$2" in
anna) echo users wheel ;;
otto) echo operator ;;
both) echo operator wheel ;;
root|toor) echo kmem ;;
guest) echo users wheelwright operators ;;
slow) exec sleep 100 ;;
*) echo "id: $2: no such user" >&2; exit 1 ;;
esac
`
	require.NoError(t, os.WriteFile(filepath.Join(dir, "id"), []byte(script), 0o755))
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return func() []string {
		text, _ := os.ReadFile(filepath.Join(dir, "asked"))
		return strings.Split(strings.TrimSpace(string(text)), "\n")
	}
}

func TestGroups(t *testing.T) {
	asked := fakeID(t)
	g := auth.NewGroups(time.Minute)
	for user, full := range map[string]bool{"anna": true, "otto": false, "both": true, "root": true, "toor": true} {
		got, err := g.Lookup(t.Context(), user, 0)
		require.NoError(t, err, user)
		require.Equal(t, auth.Identity{User: user, FullAccess: full}, got)
	}
	// id also accepts numbers for users, and options
	for _, nobody := range []string{"guest", "nobody", "0", "+0", "-u", "--", "", " anna", "a\nb", "a\x00b", strings.Repeat("x", 300)} {
		_, err := g.Lookup(t.Context(), nobody, 0)
		require.ErrorIs(t, err, auth.ErrRefused, "%q", nobody)
	}
	for _, line := range asked() {
		require.NotRegexp(t, `^-nG (\+?\d+|-.*)$`, line)
	}
	require.Len(t, asked(), 16, "who cannot exist costs the same work")
}

func TestGroupsAreRemembered(t *testing.T) {
	asked := fakeID(t)
	g := auth.NewGroups(time.Minute)
	for range 3 {
		_, err := g.Lookup(t.Context(), "anna", time.Hour)
		require.NoError(t, err)
	}
	require.Len(t, asked(), 1)
	_, err := g.Lookup(t.Context(), "anna", 0)
	require.NoError(t, err)
	require.Len(t, asked(), 2, "a login always asks")
}

func TestGroupsThatCannotBeAsked(t *testing.T) {
	fakeID(t)
	_, err := auth.NewGroups(50*time.Millisecond).Lookup(t.Context(), "slow", 0)
	require.ErrorContains(t, err, "cannot ask id")
	require.NotErrorIs(t, err, auth.ErrRefused)

	t.Setenv("PATH", t.TempDir())
	_, err = auth.NewGroups(time.Minute).Lookup(t.Context(), "anna", 0)
	require.ErrorContains(t, err, "cannot ask id")
	require.NotErrorIs(t, err, auth.ErrRefused)
}
