package conformance

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	_ "embed"
	"encoding/pem"
	"sync"
)

// A keyring lends keys to checks. A key is lent to one check at a time, for a
// server knows it by its user.
type keyring struct {
	mu   sync.Mutex
	free []*rsa.PrivateKey
}

// keys are lent to the checks of all runs of the process: making one takes
// longer than most checks.
var keys keyring

// publicKeys are lent where hosts are thrown away. Anybody can read them, so
// they must never be registered on a host that stays.
var publicKeys = sync.OnceValue(func() *keyring {
	ring := &keyring{}
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

// keyring returns the keys for checks of the options' host.
func (o Options) keyring() *keyring {
	if o.Host.Simulated() {
		return publicKeys()
	}
	return &keys
}

// keyBits is the size of the keys of the original client.
const keyBits = 2048

// take returns a key that nobody else has.
func (k *keyring) take() (*rsa.PrivateKey, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if n := len(k.free); n > 0 {
		key := k.free[n-1]
		k.free = k.free[:n-1]
		return key, nil
	}
	return rsa.GenerateKey(rand.Reader, keyBits)
}

// put takes back a key that is registered nowhere.
func (k *keyring) put(key *rsa.PrivateKey) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.free = append(k.free, key)
}
