package auth

import (
	"context"
	"crypto/rand"
	"errors"
	"net/netip"
	"slices"
	"time"
)

// Accounts are the users of a host: who knows their passwords, and who knows what
// they may do.
type Accounts struct {
	// Passwords are asked one after the other until one accepts a password.
	Passwords []PasswordChecker

	// Members are asked one after the other: the first that knows a user says
	// what that user may do.
	Members []Directory
}

// A PasswordChecker knows passwords: a users file and PAM are such.
type PasswordChecker interface {
	// Check checks the password of a user, who need not exist, sent from an
	// address. Its errors are ErrRefused, or what kept it from knowing.
	Check(ctx context.Context, from netip.Addr, user, password string) error

	// Remembers reports, at once, whether a password is remembered as right.
	Remembers(user, password string) bool
}

// A Directory knows what users may do: a users file and the system's groups are
// such.
type Directory interface {
	// Lookup returns the identity of a user, as it was at most age ago. Its
	// errors are ErrRefused for who is not let in, or what kept it from knowing.
	Lookup(ctx context.Context, user string, age time.Duration) (Identity, error)
}

// recheck is how old may be what is known of a user who has logged in.
const recheck = 10 * time.Second

// Authenticate checks a password. A user who is not let in anyway is checked too,
// with a password that nobody has: neither the answer nor the work it takes tells
// who exists, nor the password of somebody who may not use this server.
func (a *Accounts) Authenticate(ctx context.Context, from netip.Addr, user, password string) (Identity, error) {
	var age time.Duration
	if a.Remembers(user, password) {
		age = recheck
	}
	identity, err := a.find(ctx, user, age)
	if err != nil && !errors.Is(err, ErrRefused) {
		return Identity{}, err
	}
	known := err == nil
	if !known {
		password = rand.Text()
	}
	if err := a.check(ctx, from, user, password); err != nil {
		return Identity{}, err
	}
	if !known {
		return Identity{}, ErrRefused
	}
	return identity, nil
}

// check asks everybody, unless one accepts.
func (a *Accounts) check(ctx context.Context, from netip.Addr, user, password string) error {
	failure := ErrRefused
	for _, p := range a.Passwords {
		err := p.Check(ctx, from, user, password)
		if err == nil {
			return nil
		}
		if !errors.Is(err, ErrRefused) || failure == ErrRefused {
			failure = err
		}
	}
	return failure
}

// Remembers reports whether somebody remembers the password as right.
func (a *Accounts) Remembers(user, password string) bool {
	return slices.ContainsFunc(a.Passwords, func(p PasswordChecker) bool { return p.Remembers(user, password) })
}

// Lookup returns what a user who has logged in may do.
func (a *Accounts) Lookup(ctx context.Context, user string) (Identity, error) {
	return a.find(ctx, user, recheck)
}

func (a *Accounts) find(ctx context.Context, user string, age time.Duration) (Identity, error) {
	for _, m := range a.Members {
		identity, err := m.Lookup(ctx, user, age)
		if !errors.Is(err, ErrRefused) {
			return identity, err
		}
	}
	return Identity{}, ErrRefused
}
