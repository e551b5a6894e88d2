package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"
)

// tokens are the tokens of a server. They are kept by their hash, so that
// finding one takes a time that tells nothing about the others.
type tokens struct {
	life             time.Duration
	most, mostOfUser int
	bind             bool
	now              func() time.Time

	mu     sync.Mutex
	leases *ordered[[sha256.Size]byte, lease] // by their last use
}

// A lease is a user's until it expires.
type lease struct {
	user    string
	from    netip.Addr
	expires time.Time
}

func newTokens(o Options) *tokens {
	return &tokens{
		life:       orElse(o.TokenLife, 300*time.Second),
		most:       orElse(o.MaxTokens, 10_000),
		mostOfUser: orElse(o.MaxUserTokens, 100),
		bind:       o.BindTokens,
		now:        o.Now,
		leases:     newOrdered[[sha256.Size]byte, lease](),
	}
}

// issue returns a new token: 26 letters and digits of 130 random bits.
func (t *tokens) issue(user string, from netip.Addr) string {
	token := rand.Text()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.makeRoom(user)
	t.leases.put(sha256.Sum256([]byte(token)), lease{user, from, t.now().Add(t.life)})
	return token
}

// makeRoom drops what expired and, where there are too many tokens, of all or of
// the user, the one that was not used for longest. The caller holds the lock.
func (t *tokens) makeRoom(user string) {
	t.leases.dropWhile(func(l lease) bool { return t.expired(l) || t.leases.len() >= t.most })
	var oldest [sha256.Size]byte
	n := 0
	for hash, l := range t.leases.all() {
		if l.user != user {
			continue
		}
		if n++; n == 1 {
			oldest = hash
		}
	}
	if n >= t.mostOfUser {
		t.leases.drop(oldest)
	}
}

// renew finds the user of a token and begins its life anew. A bound token that
// comes from elsewhere is as good as none, and lives on where it is bound to.
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

func (t *tokens) alive(token string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	l, found := t.leases.get(sha256.Sum256([]byte(token)))
	return found && !t.expired(l)
}

// drop ends a token, and returns whose it was.
func (t *tokens) drop(token string) (user string, found bool) {
	hash := sha256.Sum256([]byte(token))
	t.mu.Lock()
	defer t.mu.Unlock()
	l, found := t.leases.get(hash)
	t.leases.drop(hash)
	return l.user, found
}

func (t *tokens) expired(l lease) bool { return l.expired(t.now()) }

func (l lease) expired(now time.Time) bool { return !now.Before(l.expires) }
