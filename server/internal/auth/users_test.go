package auth_test

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/bcrypt"

	"github.com/sysadm-go/sysadm/server/internal/auth"
)

// usersFile writes a users file with hashes that are fast to check.
func usersFile(t *testing.T, text string) string {
	path := filepath.Join(t.TempDir(), "users")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func line(t *testing.T, name, password, rest string) string {
	return name + ":" + hash(t, password) + rest + "\n"
}

func open(t *testing.T, path string) (*auth.Accounts, *bytes.Buffer) {
	log := &bytes.Buffer{}
	u, err := auth.OpenUsers(path, slog.New(slog.NewTextHandler(log, nil)))
	require.NoError(t, err)
	return &auth.Accounts{Passwords: []auth.PasswordChecker{u}, Members: []auth.Directory{u}}, log
}

func TestUsers(t *testing.T) {
	u, _ := open(t, usersFile(t, "# the team\n\n"+
		line(t, "anna", "a", ":wheel")+line(t, "otto", "o", "")+line(t, "both", "b", ":operator,wheel")+line(t, "root", "r", "")))
	for user, want := range map[string]auth.Identity{
		"anna": {User: "anna", FullAccess: true},
		"otto": {User: "otto"},
		"both": {User: "both", FullAccess: true},
		"root": {User: "root", FullAccess: true},
	} {
		for range 2 { // first hashed, then remembered
			got, err := u.Authenticate(t.Context(), far, user, user[:1])
			require.NoError(t, err)
			require.Equal(t, want, got)
		}
		_, err := u.Authenticate(t.Context(), far, user, user[:1]+"x")
		require.ErrorIs(t, err, auth.ErrRefused)
	}
	_, err := u.Authenticate(t.Context(), far, "nobody", "")
	require.ErrorIs(t, err, auth.ErrRefused)
}

func TestUsersFileIsReadAgain(t *testing.T) {
	path := usersFile(t, line(t, "anna", "old", ":wheel")+line(t, "otto", "o", ""))
	u, log := open(t, path)
	_, err := u.Authenticate(t.Context(), far, "anna", "old")
	require.NoError(t, err)

	rewrite(t, path, line(t, "anna", "new", ""))
	_, err = u.Authenticate(t.Context(), far, "anna", "old")
	require.ErrorIs(t, err, auth.ErrRefused, "the old password is not remembered")
	got, err := u.Authenticate(t.Context(), far, "anna", "new")
	require.NoError(t, err)
	require.False(t, got.FullAccess, "roles change too")
	_, err = u.Lookup(t.Context(), "otto")
	require.ErrorIs(t, err, auth.ErrRefused)

	rewrite(t, path, "broken\n")
	_, err = u.Authenticate(t.Context(), far, "anna", "new")
	require.NoError(t, err, "the users last read stay")
	_, _ = u.Lookup(t.Context(), "anna")
	require.Equal(t, 1, bytes.Count(log.Bytes(), []byte("users last read stay")), log.String())

	require.NoError(t, os.Remove(path))
	_, err = u.Authenticate(t.Context(), far, "anna", "new")
	require.NoError(t, err)
}

// A file that could not be read is read again although it looks the same, as
// after its mode was corrected.
func TestUsersFileIsReadWhenThatIsPossible(t *testing.T) {
	removed := line(t, "otto", "o", "")
	path := usersFile(t, removed)
	synctest.Test(t, func(t *testing.T) {
		u, _ := open(t, path)
		rewrite(t, path, strings.Repeat("x", len(removed)))
		_, err := u.Lookup(t.Context(), "otto")
		require.NoError(t, err)
		repair(t, path, strings.Repeat("\n", len(removed)))
		time.Sleep(10 * time.Second)
		_, err = u.Lookup(t.Context(), "otto")
		require.ErrorIs(t, err, auth.ErrRefused)
	})
}

// repair changes a file to a text of the same length, without a trace.
func repair(t *testing.T, path, text string) {
	before, err := os.Stat(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	require.NoError(t, os.Chtimes(path, before.ModTime(), before.ModTime()))
}

// rewrite changes a file and moves its time, so that even a coarse clock shows
// the change.
func rewrite(t *testing.T, path, text string) {
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	later := time.Now().Add(time.Hour)
	require.NoError(t, os.Chtimes(path, later, later))
}

// Two changes within one tick of a coarse clock may leave time and size
// unchanged, as when adduser replaces a password twice.
func TestUsersFileReplacedWithinATick(t *testing.T) {
	path := usersFile(t, line(t, "anna", "old", ""))
	u, _ := open(t, path)
	before, err := os.Stat(path)
	require.NoError(t, err)
	require.NoError(t, auth.AddUser(path, "anna", hash(t, "new"), ""))
	require.NoError(t, os.Chtimes(path, before.ModTime(), before.ModTime()))
	_, err = u.Authenticate(t.Context(), far, "anna", "new")
	require.NoError(t, err)
}

func TestUsersRemovedLoseTheirTokens(t *testing.T) {
	path := usersFile(t, line(t, "anna", "a", ":wheel")+line(t, "otto", "o", ""))
	u, _ := open(t, path)
	l := auth.New(u, auth.Options{})
	token, err := l.Login(t.Context(), far, "otto", "o")
	require.NoError(t, err)
	rewrite(t, path, line(t, "anna", "a", ":wheel"))
	_, found := l.Renew(t.Context(), far, token)
	require.False(t, found)
}

func TestBadUsersFile(t *testing.T) {
	good := line(t, "anna", "a", "")
	path := usersFile(t, good+good+"nocolon\nplain:secret\nmd5:$apr1$salt$hash\n:x\n"+
		line(t, "otto", "o", ":admin"))
	_, err := auth.OpenUsers(path, slog.New(slog.DiscardHandler))
	require.EqualError(t, err, "cannot use the users file:\n"+
		path+`:2: user "anna" is already on line 1`+"\n"+
		path+":3: no colon: a line is name:hash or name:hash:roles\n"+
		path+`:4: user "plain" has no bcrypt hash ($2y$…): write one with sysadm-server adduser or htpasswd -B`+"\n"+
		path+`:5: user "md5" has no bcrypt hash ($2y$…): write one with sysadm-server adduser or htpasswd -B`+"\n"+
		path+":6: the user's name must not be empty\n"+
		path+`:7: unknown role "admin": use wheel or operator`)

	_, err = auth.OpenUsers(filepath.Join(t.TempDir(), "none"), slog.New(slog.DiscardHandler))
	require.ErrorContains(t, err, "add a user with sysadm-server adduser --users ")
}

func TestAddUser(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "users")
	require.NoError(t, auth.AddUser(path, "anna", hash(t, "first"), "wheel"))
	require.NoError(t, auth.AddUser(path, "otto", hash(t, "o"), ""))
	require.NoError(t, auth.AddUser(path, "anna", hash(t, "second"), ""))

	u, _ := open(t, path)
	got, err := u.Authenticate(t.Context(), far, "anna", "second")
	require.NoError(t, err)
	require.True(t, got.FullAccess, "roles stay when none are given")
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	lock, err := os.Stat(path + ".lock")
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), lock.Mode().Perm(), "who can read a lock can keep it")

	for _, bad := range [][3]string{
		{"", "x", ""}, {"a:b", "x", ""}, {"a\nb", "x", ""}, {"#a", "x", ""}, {" a", "x", ""},
		{"anna", "x", "admin"},
	} {
		require.ErrorContains(t, auth.AddUser(path, bad[0], bad[1], bad[2]), "cannot add the user: ")
	}
}

func TestHashPassword(t *testing.T) {
	for _, bad := range []string{"", strings.Repeat("x", 73)} {
		_, err := auth.HashPassword(bad)
		require.Error(t, err)
	}
	longest, err := auth.HashPassword(strings.Repeat("x", 72))
	require.NoError(t, err)
	require.Regexp(t, `^\$2y\$10\$.{53}$`, longest)
}

// hash returns a hash that is fast to check.
func hash(t *testing.T, password string) string {
	h, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
	require.NoError(t, err)
	return string(h)
}

// A user without a password in the file is known, but refused like everybody
// else.
func TestUserWithoutPassword(t *testing.T) {
	path := usersFile(t, line(t, "anna", "a", ""))
	require.NoError(t, auth.AddUser(path, "otto", auth.NoPassword, "wheel"))
	u, _ := open(t, path)
	for _, password := range []string{"", "*", "o"} {
		_, err := u.Authenticate(t.Context(), far, "otto", password)
		require.ErrorIs(t, err, auth.ErrRefused)
	}
	got, err := u.Lookup(t.Context(), "otto")
	require.NoError(t, err)
	require.Equal(t, auth.Identity{User: "otto", FullAccess: true}, got)
}

func TestAddUserKeepsOtherLines(t *testing.T) {
	otto := line(t, "otto", "o", ":operator")
	path := usersFile(t, "# team\n"+otto+"\n"+line(t, "anna", "a", ":wheel")+"# end")
	require.NoError(t, os.Chmod(path, 0o640))
	require.NoError(t, auth.AddUser(path, "anna", hash(t, "b"), "operator"))
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Regexp(t, `^# team\n\Q`+otto+`\E\n# end\nanna:\$2a\$04\$.{53}:operator\n$`, string(text))
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o640), info.Mode().Perm(), "whoever could read the file still can")
}

func FuzzUsersFile(f *testing.F) {
	f.Add("anna:$2y$10$LTgFBAD3/c659hFDd5diBODsORpKKcUHp0YijpbEPjX.fIa8BOYsS:wheel\n# x\n")
	f.Add("a:b:c:d\n\x00")
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "users")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		u, err := auth.OpenUsers(path, slog.New(slog.DiscardHandler))
		if err != nil {
			return
		}
		if _, err := u.Lookup(t.Context(), "", 0); err == nil {
			t.Fatalf("nobody is a user in %q", text)
		}
	})
}
