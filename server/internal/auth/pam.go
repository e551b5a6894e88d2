package auth

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"
)

// DefaultPAMService is the service of a PAM without a name. If the service has
// no file, PAM uses the service `other`.
const DefaultPAMService = "sysadm"

// A PAM checks passwords with a service of the system's PAM (Pluggable
// Authentication Modules), and whether the account is in order. PAM cannot be
// interrupted: a check that hangs is abandoned, but keeps its place.
type PAM struct {
	// Service names the file in pam.d(5) to use.
	Service string

	// Folder is the folder of service files, for Linux-PAM only; empty means
	// the system's.
	Folder string

	memory *memory
	places chan struct{}
}

const (
	// pamPlaces is how many conversations may run at once, including those that
	// hang.
	pamPlaces = 32

	// maxPAMPassword is the longest answer of a conversation, in bytes.
	// (PAM_MAX_RESP_SIZE is 512, including the terminating NUL.)
	maxPAMPassword = 511
)

// Open makes the PAM ready for use. If this program was built without PAM, the
// error says how to build it. A correct password is remembered for the given
// time, in memory, so that a client may send it with each request.
func (p *PAM) Open(remember time.Duration) error {
	if !PAMSupported {
		return errors.New("cannot use PAM: this sysadm-server was built without it: " +
			"build it with CGO_ENABLED=1 go build -tags pam ./cmd/sysadm-server (it needs libpam and its headers), or use --auth file")
	}
	p.Service = cmp.Or(p.Service, DefaultPAMService)
	p.memory = newMemory(remember, time.Now)
	p.places = make(chan struct{}, pamPlaces)
	return nil
}

// Remembers reports whether PAM accepted the password not long ago.
func (p *PAM) Remembers(user, password string) bool { return p.memory.holds(user, "", password) }

// Check lets PAM check a password and the account, and remembers a correct
// password.
func (p *PAM) Check(ctx context.Context, from netip.Addr, user, password string) error {
	if checkUser(user) != nil || strings.Contains(password, "\x00") || len(password) > maxPAMPassword {
		return ErrRefused // C would take it for a shorter text
	}
	if err := enter(ctx, p.places); err != nil {
		return fmt.Errorf("cannot ask PAM: %d conversations hang: %w", pamPlaces, err)
	}
	outcome := make(chan error, 1)
	go func() { // not waited for: it may hang
		defer func() { <-p.places }()
		outcome <- p.converse(from, user, password)
	}()
	select {
	case err := <-outcome:
		if err == nil {
			p.memory.keep(user, "", password)
		}
		return err
	case <-ctx.Done():
		return fmt.Errorf("cannot ask PAM: service %s did not answer: %w", p.Service, ctx.Err())
	}
}
