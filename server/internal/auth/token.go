package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"sync"
	"time"
)

// tokens are the tokens of a server. They are kept by their hash, so that
// finding one takes a time that tells nothing about the others.
type tokens struct {
	life time.Duration
	now  func() time.Time

	mu     sync.Mutex
	byHash map[[sha256.Size]byte]lease
}

// A lease is a user's until it expires.
type lease struct {
	user    string
	expires time.Time
}

func newTokens(o Options) *tokens {
	if o.TokenLife <= 0 {
		o.TokenLife = 300 * time.Second
	}
	return &tokens{life: o.TokenLife, now: o.Now, byHash: map[[sha256.Size]byte]lease{}}
}

// issue returns a new token: 26 letters and digits of 130 random bits.
func (t *tokens) issue(user string) string {
	token := rand.Text()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sweep()
	t.byHash[sha256.Sum256([]byte(token))] = lease{user, t.now().Add(t.life)}
	return token
}

func (t *tokens) renew(token string) (user string, found bool) {
	hash := sha256.Sum256([]byte(token))
	t.mu.Lock()
	defer t.mu.Unlock()
	l, found := t.byHash[hash]
	if !found || !t.now().Before(l.expires) {
		delete(t.byHash, hash)
		return "", false
	}
	l.expires = t.now().Add(t.life)
	t.byHash[hash] = l
	return l.user, true
}

func (t *tokens) alive(token string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	l, found := t.byHash[sha256.Sum256([]byte(token))]
	return found && t.now().Before(l.expires)
}

// drop ends a token, and returns whose it was.
func (t *tokens) drop(token string) (user string, found bool) {
	hash := sha256.Sum256([]byte(token))
	t.mu.Lock()
	defer t.mu.Unlock()
	l, found := t.byHash[hash]
	delete(t.byHash, hash)
	return l.user, found
}

// sweep forgets what expired; the caller holds the lock.
func (t *tokens) sweep() {
	for hash, l := range t.byHash {
		if !t.now().Before(l.expires) {
			delete(t.byHash, hash)
		}
	}
}
