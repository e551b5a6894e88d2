package auth

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"sync"

	"golang.org/x/crypto/bcrypt"
)

// Users is the Authenticator of a users file. The file is read again when it
// has changed; while it cannot be read, the users last read stay.
type Users struct {
	path string
	log  *slog.Logger
	key  []byte // of the passwords remembered, never written anywhere

	mu       sync.Mutex
	state    fs.FileInfo // of the file when it was last read; nil: it was not there
	entries  map[string]entry
	dummy    []byte            // a hash that no password has, as costly as the users'
	verified map[string][]byte // user → MAC of hash and password that matched
}

// OpenUsers reads a users file. It must exist and hold good lines only.
func OpenUsers(path string, log *slog.Logger) (*Users, error) {
	u := &Users{path: path, log: log, key: make([]byte, sha256.Size)}
	_, _ = rand.Read(u.key) // never fails: crypto/rand says so
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the users file: %v: add a user with sysadm-server adduser --users %s NAME", err, path)
	}
	if err := u.read(info); err != nil {
		return nil, err
	}
	return u, nil
}

// Authenticate checks a password against the user's bcrypt hash. For a user
// who does not exist it takes the time of one who does.
func (u *Users) Authenticate(_ context.Context, user, password string) (Identity, error) {
	e, hash, known := u.find(user)
	mac := u.mac(hash, password)
	if known && hmac.Equal(mac, u.remembered(user)) {
		return e.identity(), nil
	}
	err := bcrypt.CompareHashAndPassword(hash, []byte(password))
	if err != nil || !known || len(password) > maxPassword {
		return Identity{}, ErrRefused
	}
	u.remember(user, mac)
	return e.identity(), nil
}

// maxPassword is where bcrypt cuts a password, in bytes.
const maxPassword = 72

// Lookup finds a user in the file as it is now.
func (u *Users) Lookup(_ context.Context, user string) (Identity, bool) {
	e, _, known := u.find(user)
	return e.identity(), known
}

// find returns the user's entry, or the hash to spend time on.
func (u *Users) find(user string) (e entry, hash []byte, known bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.refresh()
	if e, known = u.entries[user]; known {
		return e, e.hash, true
	}
	return entry{}, u.dummy, false
}

// refresh reads the file again if it changed; the caller holds the lock.
func (u *Users) refresh() {
	info, err := os.Stat(u.path)
	if sameState(info, u.state) {
		return
	}
	u.state = info // one complaint for each state of the file
	if err == nil {
		err = u.read(info)
	}
	if err != nil {
		u.log.Error("the users last read stay: the users file cannot be read", "reason", err)
	}
}

func (u *Users) read(info fs.FileInfo) error {
	text, err := os.ReadFile(u.path)
	if err != nil {
		return fmt.Errorf("cannot read the users file: %v", err)
	}
	entries, err := parseUsers(u.path, text)
	if err != nil {
		return fmt.Errorf("cannot use the users file:\n%v", err)
	}
	u.state, u.entries, u.verified = info, map[string]entry{}, map[string][]byte{}
	cost := bcrypt.MinCost
	for _, e := range entries {
		u.entries[e.name] = e
		if c, err := bcrypt.Cost(e.hash); err == nil {
			cost = max(cost, c)
		}
	}
	u.dummy = fmt.Appendf(nil, "$2a$%02d$%s", cost, strings.Repeat(".", 53))
	return nil
}

// sameState tells whether a file is as it was. Some file systems keep times by
// the second, so a file that was replaced counts as changed whatever its time.
func sameState(a, b fs.FileInfo) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return os.SameFile(a, b) && a.ModTime().Equal(b.ModTime()) && a.Size() == b.Size()
}

// mac binds a password to the hash it matches. Remembering it in memory spares
// a client that sends its password with every request the time of the hash.
func (u *Users) mac(hash []byte, password string) []byte {
	m := hmac.New(sha256.New, u.key)
	m.Write(hash)
	m.Write([]byte{0})
	m.Write([]byte(password))
	return m.Sum(nil)
}

func (u *Users) remembered(user string) []byte {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.verified[user]
}

func (u *Users) remember(user string, mac []byte) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.verified[user] = mac
}
