package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"sync"
	"time"
)

// A memory records which passwords were correct, so that a client that sends
// its password with every request does not pay for the hash each time. It
// stores a MAC of each, under a key that is never written anywhere.
type memory struct {
	life time.Duration // how long a password is remembered; zero: for good
	now  func() time.Time
	key  []byte

	mu     sync.Mutex
	byUser map[string]recollection
}

type recollection struct {
	code    []byte
	expires time.Time
}

func newMemory(life time.Duration, now func() time.Time) *memory {
	m := &memory{life: life, now: now, key: make([]byte, sha256.Size), byUser: map[string]recollection{}}
	_, _ = rand.Read(m.key) // never fails (see crypto/rand)
	return m
}

// holds reports whether the user's password was correct for the given proof,
// such as a hash that may have changed since.
func (m *memory) holds(user, proof, password string) bool {
	code := m.code(proof, password)
	m.mu.Lock()
	defer m.mu.Unlock()
	r, found := m.byUser[user]
	return hmac.Equal(code, r.code) && found && (m.life == 0 || m.now().Before(r.expires))
}

func (m *memory) keep(user, proof, password string) {
	code := m.code(proof, password)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.byUser[user] = recollection{code, m.now().Add(m.life)}
}

func (m *memory) code(proof, password string) []byte {
	h := hmac.New(sha256.New, m.key)
	h.Write([]byte(proof))
	h.Write([]byte{0}) // occurs in no proof
	h.Write([]byte(password))
	return h.Sum(nil)
}
