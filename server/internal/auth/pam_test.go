//go:build pam && cgo && (linux || freebsd)

package auth_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/auth"
)

// pamService writes a service file and opens a PAM that uses it.
func pamService(t *testing.T, lines ...string) *auth.PAM {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux-PAM takes service files from a folder of the test's own")
	}
	p := &auth.PAM{Service: "sysadm-test", Folder: t.TempDir()}
	require.NoError(t, os.WriteFile(filepath.Join(p.Folder, p.Service), []byte(strings.Join(lines, "\n")+"\n"), 0o600))
	require.NoError(t, p.Open(time.Minute))
	return p
}

// checker returns a service line by which pam_exec runs a script that accepts
// user anna with the password "right" and records the address.
func checker(t *testing.T) (line, notes string) {
	dir := t.TempDir()
	script := filepath.Join(dir, "check")
	notes = filepath.Join(dir, "notes")
	require.NoError(t, os.WriteFile(script, fmt.Appendf(nil, `#!/bin/sh
password=$(cat | tr -d '\000')
echo "$PAM_USER from $PAM_RHOST" >>%s
[ "$PAM_USER" = anna ] && [ "$password" = right ]
`, notes), 0o755))
	return "auth required pam_exec.so quiet expose_authtok " + script, notes
}

func TestPAM(t *testing.T) {
	exec, notes := checker(t)
	p := pamService(t, exec, "account required pam_permit.so")
	check := func(user, password string) error { return p.Check(t.Context(), far, user, password) }
	require.NoError(t, check("anna", "right"))
	require.True(t, p.Remembers("anna", "right"))
	for _, c := range [][2]string{
		{"anna", "wrong"}, {"anna", ""}, {"anna", "right\x00"}, {"anna", "right\x00more"},
		{"anna\x00", "right"}, {"", "right"}, {"otto", "right"}, {"anna", strings.Repeat("x", 600)},
	} {
		require.ErrorIs(t, check(c[0], c[1]), auth.ErrRefused, "%q", c)
		require.False(t, p.Remembers(c[0], c[1]))
	}
	text, err := os.ReadFile(notes)
	require.NoError(t, err)
	require.Contains(t, string(text), "anna from 192.0.2.7\n")
	require.Equal(t, 1+2+1, strings.Count(string(text), "\n"), "such as C cannot tell from others are not asked for:\n%s", text)
}

// A correct password is not enough: the account must be in order, too.
func TestPAMAccount(t *testing.T) {
	p := pamService(t, "auth required pam_permit.so", "account required pam_deny.so")
	err := p.Check(t.Context(), far, "anna", "right")
	require.ErrorIs(t, err, auth.ErrRefused)
	require.ErrorContains(t, err, "on the account")
	require.False(t, p.Remembers("anna", "right"))
}

func TestPAMRefuses(t *testing.T) {
	p := pamService(t, "auth required pam_deny.so", "account required pam_permit.so")
	err := p.Check(t.Context(), far, "anna", "right")
	require.ErrorIs(t, err, auth.ErrRefused)
	require.ErrorContains(t, err, "on the password")
}

// A broken service reports an error instead of refusing.
func TestPAMThatIsBroken(t *testing.T) {
	p := pamService(t, "auth required pam_nosuchmodule.so", "account required pam_permit.so")
	err := p.Check(t.Context(), far, "anna", "right")
	require.ErrorContains(t, err, "cannot ask PAM: service sysadm-test: ")
	require.NotErrorIs(t, err, auth.ErrRefused)
}

// A service that hangs is abandoned after the limit, and occupies no more than
// its places.
func TestPAMThatHangs(t *testing.T) {
	dir := t.TempDir()
	script := filepath.Join(dir, "hang")
	release := filepath.Join(dir, "release")
	require.NoError(t, os.WriteFile(script, fmt.Appendf(nil, "#!/bin/sh\nwhile [ -e %s ] && ! [ -e %s ]; do sleep 0.05; done\n", dir, release), 0o755))
	p := pamService(t, "auth required pam_exec.so "+script, "account required pam_permit.so")
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	err := p.Check(ctx, far, "anna", "right")
	require.ErrorContains(t, err, "did not answer")
	require.NotErrorIs(t, err, auth.ErrRefused)
	require.NoError(t, os.WriteFile(release, nil, 0o600))
	require.NoError(t, p.Check(t.Context(), far, "otto", "right"))
}

func TestPAMInAccounts(t *testing.T) {
	fakeID(t)
	exec, notes := checker(t)
	p := pamService(t, exec, "account required pam_permit.so")
	l := auth.New(&auth.Accounts{Passwords: []auth.PasswordChecker{p}, Members: []auth.Directory{auth.NewGroups(time.Minute)}}, auth.Options{Failures: -1})
	identity, err := l.Verify(t.Context(), far, "anna", "right")
	require.NoError(t, err)
	require.Equal(t, anna, identity)
	for _, c := range [][2]string{{"anna", "wrong"}, {"otto", "right"}, {"guest", "right"}, {"nobody", "right"}} {
		_, err := l.Verify(t.Context(), far, c[0], c[1])
		require.ErrorIs(t, err, auth.ErrRefused, c)
	}
	text, err := os.ReadFile(notes)
	require.NoError(t, err)
	require.Equal(t, 5, strings.Count(string(text), "\n"), "PAM is asked for everybody")
}
