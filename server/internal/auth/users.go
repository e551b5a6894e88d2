package auth

import (
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/bcrypt"

	"github.com/sysadm-go/sysadm/server/internal/watched"
)

// Users are the users of a file, with their passwords and rights. The file is
// read again when it has changed; until it can be read, the previous users
// stay.
type Users struct {
	log    *slog.Logger
	memory *memory

	mu      sync.Mutex
	file    watched.File
	entries map[string]entry
	dummy   string // a hash that no password has, as costly as those of users
}

// OpenUsers reads a users file. It must exist and have only valid lines.
func OpenUsers(path string, log *slog.Logger) (*Users, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("cannot read the users file: %v: add a user with sysadm-server adduser --users %s NAME", err, path)
	}
	return OpenRoles(path, log)
}

// OpenRoles reads a users file that need not exist yet.
func OpenRoles(path string, log *slog.Logger) (*Users, error) {
	u := &Users{log: log, memory: newMemory(0, time.Now), file: watched.File{Path: path}}
	if !u.file.Changed() {
		return u, nil
	}
	return u, u.read()
}

// Check checks a password against the user's bcrypt hash, and remembers a
// correct one. It takes as long for a user who does not exist, or has no
// password, as for others.
func (u *Users) Check(_ context.Context, _ netip.Addr, user, password string) error {
	e, known := u.find(user)
	if !known || e.hash == NoPassword {
		e.hash = u.dummyHash()
	}
	err := bcrypt.CompareHashAndPassword([]byte(e.hash), []byte(password))
	if err != nil || len(password) > maxPassword {
		return ErrRefused
	}
	u.memory.keep(user, e.hash, password)
	return nil
}

// maxPassword is the length to which bcrypt cuts a password, in bytes.
const maxPassword = 72

// Remembers reports whether a password was correct for the user's present hash.
func (u *Users) Remembers(user, password string) bool {
	e, known := u.find(user)
	return u.memory.holds(user, e.hash, password) && known
}

// Lookup finds a user in the file as it is now.
func (u *Users) Lookup(_ context.Context, user string, _ time.Duration) (Identity, error) {
	e, known := u.find(user)
	if !known {
		return Identity{}, ErrRefused
	}
	return e.identity(), nil
}

func (u *Users) find(user string) (e entry, known bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.file.Changed() {
		if err := u.read(); err != nil {
			u.file.Failed()
			u.log.Error("the users last read stay: the users file cannot be read", "reason", err)
		}
	}
	e, known = u.entries[user]
	return e, known
}

func (u *Users) dummyHash() string {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.dummy
}

// read reads the file. The caller holds the lock.
func (u *Users) read() error {
	text, err := os.ReadFile(u.file.Path)
	if err != nil {
		return fmt.Errorf("cannot read the users file: %v", err)
	}
	entries, err := parseUsers(u.file.Path, text)
	if err != nil {
		return fmt.Errorf("cannot use the users file:\n%v", err)
	}
	u.entries = map[string]entry{}
	cost := bcrypt.MinCost
	for _, e := range entries {
		u.entries[e.name] = e
		if c, err := bcrypt.Cost([]byte(e.hash)); err == nil {
			cost = max(cost, c)
		}
	}
	u.dummy = fmt.Sprintf("$2a$%02d$%s", cost, strings.Repeat(".", 53))
	return nil
}
