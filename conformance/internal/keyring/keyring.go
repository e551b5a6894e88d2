// Package keyring lends RSA keys to checks, one check at a time.
package keyring

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	_ "embed"
	"encoding/pem"
	"sync"
)

// A Ring lends keys. A key is lent to one check at a time, for a server knows it by
// its user.
type Ring struct {
	mu   sync.Mutex
	free []*rsa.PrivateKey
}

// Secret has keys that are made when they are wanted, and lent to the checks of all
// runs of the process: making one takes longer than most checks.
var Secret = &Ring{}

// Public has keys for hosts that are thrown away. Anybody can read them, so they must
// never be registered on a host that stays.
var Public = sync.OnceValue(func() *Ring {
	ring := &Ring{}
	for block, rest := pem.Decode(keyringPEM); block != nil; block, rest = pem.Decode(rest) {
		key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
		if err != nil {
			panic(err) // the file is part of the program
		}
		ring.free = append(ring.free, key)
	}
	return ring
})

//go:embed keyring.pem
var keyringPEM []byte

// keyBits is the size of the keys of the original client.
const keyBits = 2048

// Take returns a key that nobody else has.
func (k *Ring) Take() (*rsa.PrivateKey, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if n := len(k.free); n > 0 {
		key := k.free[n-1]
		k.free = k.free[:n-1]
		return key, nil
	}
	return rsa.GenerateKey(rand.Reader, keyBits)
}

// Put takes back a key that is registered nowhere.
func (k *Ring) Put(key *rsa.PrivateKey) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.free = append(k.free, key)
}
