package auth

import (
	"context"
	"net/netip"
)

// Challenge begins a login with an SSL key: it returns a test string to sign.
func (l *Logins) Challenge(ctx context.Context, from netip.Addr) (string, error) {
	if l.blocks.blocked(from) {
		return "", l.refuseBlocked(ctx, from, "")
	}
	return l.challenges.issue(from), nil
}

// LoginKey ends a login with an SSL key: it returns a new token if the
// signature is one of a test string that the address asked for, with a
// registered key. The signature is the RSA encryption of the test string itself
// with the private key, padded as PKCS #1 v1.5 pads signatures (what `openssl
// rsautl -sign` makes).
func (l *Logins) LoginKey(ctx context.Context, from netip.Addr, signature []byte) (string, error) {
	if l.blocks.blocked(from) {
		return "", l.refuseBlocked(ctx, from, "")
	}
	identity, err := l.attempt(ctx, from, "", func(ctx context.Context) (Identity, error) {
		user, text, found := l.keys.signedBy(l.challenges.answerable(from), signature)
		if !found || !l.challenges.take(text) {
			return Identity{}, ErrRefused
		}
		return l.users.Lookup(ctx, user)
	})
	if err != nil {
		return "", err
	}
	return l.admit(ctx, from, identity), nil
}

// Keys are the SSL keys that users may log in with.
func (l *Logins) Keys() *Keys { return l.keys }
