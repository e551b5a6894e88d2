package auth

import (
	"context"
	"crypto/rand"
	"errors"
	"net/netip"
	"slices"
	"time"
)

// Accounts are the users of a host: what checks their passwords, and what knows
// their rights.
type Accounts struct {
	// Passwords are asked one after the other until one accepts a password.
	Passwords []PasswordChecker

	// Members are asked one after the other: the first that knows a user says
	// what that user may do.
	Members []Directory

	// Refusal is the least time of a refusal. Checks by the system take longer
	// for users it knows, which would reveal who exists.
	Refusal time.Duration
}

// A PasswordChecker checks passwords; examples are a users file and PAM.
type PasswordChecker interface {
	// Check checks the password of a user, who need not exist, sent from an
	// address. Its errors are ErrRefused, or the reason why it could not check.
	Check(ctx context.Context, from netip.Addr, user, password string) error

	// Remembers reports, at once, whether a password is remembered as correct.
	Remembers(user, password string) bool
}

// A Directory knows the rights of users; examples are a users file and the
// system's groups.
type Directory interface {
	// Lookup returns the identity of a user, as it was at most age ago. Its
	// errors are ErrRefused for a user who is not let in, or the reason why it
	// could not check.
	Lookup(ctx context.Context, user string, age time.Duration) (Identity, error)
}

// recheck is the greatest age of what is known about a user who has logged in.
const recheck = 10 * time.Second

// Authenticate checks a password.
func (a *Accounts) Authenticate(ctx context.Context, from netip.Addr, user, password string) (Identity, error) {
	refusal := time.NewTimer(a.Refusal)
	defer refusal.Stop()
	identity, err := a.authenticate(ctx, from, user, password)
	if errors.Is(err, ErrRefused) {
		select {
		case <-refusal.C:
		case <-ctx.Done():
		}
	}
	return identity, err
}

// authenticate also checks users who will be refused in any case, with a
// password that nobody has. So neither the answer nor its duration reveals who
// exists, or the password of a user who may not use this server.
func (a *Accounts) authenticate(ctx context.Context, from netip.Addr, user, password string) (Identity, error) {
	if a.Remembers(user, password) {
		return a.find(ctx, user, recheck)
	}
	identity, refusal := a.find(ctx, user, 0)
	if refusal != nil && !errors.Is(refusal, ErrRefused) {
		return Identity{}, refusal
	}
	if refusal != nil {
		password = rand.Text()
	}
	err := a.check(ctx, from, user, password)
	if refusal != nil && (err == nil || errors.Is(err, ErrRefused)) {
		err = refusal
	}
	if err != nil {
		return Identity{}, err
	}
	return identity, nil
}

// check asks the password checkers until one accepts.
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

// Remembers reports whether any checker remembers the password as correct.
func (a *Accounts) Remembers(user, password string) bool {
	return slices.ContainsFunc(a.Passwords, func(p PasswordChecker) bool { return p.Remembers(user, password) })
}

// Lookup returns the rights of a user who has logged in.
func (a *Accounts) Lookup(ctx context.Context, user string) (Identity, error) {
	return a.find(ctx, user, recheck)
}

func (a *Accounts) find(ctx context.Context, user string, age time.Duration) (Identity, error) {
	refusal := ErrRefused
	for _, m := range a.Members {
		identity, err := m.Lookup(ctx, user, age)
		if !errors.Is(err, ErrRefused) {
			return identity, err
		}
		refusal = err
	}
	return Identity{}, refusal
}
