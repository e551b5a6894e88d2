package auth

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"
)

// tokens are the tokens of a server. They are stored by their hash, so that the
// time of a lookup reveals nothing about other tokens.
type tokens struct {
	life             time.Duration
	most, mostOfUser int
	bind             bool
	now              func() time.Time

	mu     sync.Mutex
	leases *ordered[[sha256.Size]byte, lease] // ordered by last use
	ofUser map[string]int                     // number of leases by user
}

// A lease is one user's token until it expires.
type lease struct {
	user    string
	from    netip.Addr
	expires time.Time
}

func newTokens(o Options) *tokens {
	return &tokens{
		life:       cmp.Or(o.TokenLife, 300*time.Second),
		most:       cmp.Or(o.MaxTokens, 10_000),
		mostOfUser: cmp.Or(o.MaxUserTokens, 5_000),
		bind:       o.BindTokens,
		now:        o.Now,
		leases:     newOrdered[[sha256.Size]byte, lease](),
		ofUser:     map[string]int{},
	}
}

// issue returns a new token: 26 letters and digits of 130 random bits.
func (t *tokens) issue(user string, from netip.Addr) string {
	token := rand.Text()
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	t.makeRoom(user, now)
	t.leases.put(sha256.Sum256([]byte(token)), lease{user, from, now.Add(t.life)})
	t.ofUser[user]++
	return token
}

// makeRoom ends expired tokens. If there are too many in all, or too many of
// the user, it ends the one unused for longest. The caller holds the lock.
func (t *tokens) makeRoom(user string, now time.Time) {
	t.endWhile(func(l lease) bool { return l.expired(now) || t.leases.len() >= t.most })
	if t.ofUser[user] < t.mostOfUser {
		return
	}
	for hash, l := range t.leases.all() {
		if l.user == user {
			t.end(hash, l)
			return
		}
	}
}

// renew returns the user of a token and restarts the token's life. A bound
// token that comes from another address is treated as unknown, and stays valid
// for its own.
func (t *tokens) renew(token string, from netip.Addr) (user string, found bool) {
	hash, now := sha256.Sum256([]byte(token)), t.now()
	t.mu.Lock()
	defer t.mu.Unlock()
	l, found := t.leases.get(hash)
	if !found || l.expired(now) || t.bind && l.from != from {
		return "", false
	}
	l.expires = now.Add(t.life)
	t.leases.put(hash, l)
	return l.user, true
}

// count returns how many tokens are alive.
func (t *tokens) count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	t.endWhile(func(l lease) bool { return l.expired(now) })
	return t.leases.len()
}

func (t *tokens) alive(token string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	l, found := t.leases.get(sha256.Sum256([]byte(token)))
	return found && !l.expired(t.now())
}

// drop ends a token and returns its user.
func (t *tokens) drop(token string) (user string, found bool) {
	hash := sha256.Sum256([]byte(token))
	t.mu.Lock()
	defer t.mu.Unlock()
	l, found := t.leases.get(hash)
	if found {
		t.end(hash, l)
	}
	return l.user, found
}

// endWhile ends leases as long as so returns true, starting with the one unused
// for longest. The caller holds the lock.
func (t *tokens) endWhile(so func(lease) bool) {
	for hash, l := range t.leases.all() {
		if !so(l) {
			return
		}
		t.end(hash, l)
	}
}

// end removes an existing lease. The caller holds the lock.
func (t *tokens) end(hash [sha256.Size]byte, l lease) {
	t.leases.drop(hash)
	if t.ofUser[l.user]--; t.ofUser[l.user] == 0 {
		delete(t.ofUser, l.user)
	}
}

func (l lease) expired(now time.Time) bool { return !now.Before(l.expires) }
