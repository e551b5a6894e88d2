package auth

import (
	"crypto/rsa"
	"log/slog"
	"slices"
	"sync"

	"github.com/sysadm-go/sysadm/server/internal/watched"
)

// maxKeysOfUser and maxKeys limit the registered keys, because a login tries
// each of them.
const maxKeysOfUser, maxKeys = 32, 1000

// Keys are the registered SSL keys of a host. Other programs may change their
// file at any time. The zero value has no keys and accepts none.
type Keys struct {
	log *slog.Logger

	mu   sync.Mutex
	file watched.File
	keys []Key
}

// OpenKeys reads the file of the registered keys, which may be missing.
func OpenKeys(path string, log *slog.Logger) (*Keys, error) {
	k := &Keys{log: log, file: watched.File{Path: path}}
	k.file.Changed()
	keys, err := readKeys(path)
	k.keys = keys
	return k, err
}

// All returns the keys of all users, by user and date.
func (k *Keys) All() []Key {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.refresh()
	return slices.Clone(k.keys)
}

// Of returns the keys of a user, by date.
func (k *Keys) Of(user string) []Key {
	return slices.DeleteFunc(k.All(), func(key Key) bool { return key.User != user })
}

// refresh reads the file again if it has changed. The caller holds the lock.
func (k *Keys) refresh() {
	if k.file.Path == "" || !k.file.Changed() {
		return
	}
	keys, err := readKeys(k.file.Path)
	if err != nil {
		k.file.Failed()
		k.log.Error("the SSL keys last read stay", "reason", err)
		return
	}
	k.keys = keys
}

// Register adds a key for its user, or replaces the description of a key that
// the user has. An invalid key gives a *KeyError.
func (k *Keys) Register(key Key) error {
	if err := key.check(); err != nil {
		return err
	}
	return k.change(func(keys []Key) ([]Key, error) { return withKey(keys, key) })
}

// withKey adds a key to those of all users.
func withKey(keys []Key, key Key) ([]Key, error) {
	keys = slices.DeleteFunc(keys, func(old Key) bool { return old.PEM == key.PEM && old.User == key.User })
	ofUser := 0
	for _, old := range keys {
		if old.PEM == key.PEM {
			return nil, keyErrorf("the key is registered already")
		}
		if old.User == key.User {
			ofUser++
		}
	}
	if ofUser >= maxKeysOfUser || len(keys) >= maxKeys {
		return nil, keyErrorf("no more than %d keys of a user and %d in all can be registered: revoke one", maxKeysOfUser, maxKeys)
	}
	return append(keys, key), nil
}

// Revoke removes a user's key, by its PEM text. If there is no such key the
// error is a *KeyError.
func (k *Keys) Revoke(user, pem string) error {
	return k.change(func(keys []Key) ([]Key, error) {
		kept := slices.DeleteFunc(slices.Clone(keys), func(key Key) bool { return key.User == user && key.PEM == pem })
		if len(kept) == len(keys) {
			return nil, keyErrorf("the user has no such key")
		}
		return kept, nil
	})
}

// change applies edit to the current keys of the file.
func (k *Keys) change(edit func([]Key) ([]Key, error)) error {
	if k.file.Path == "" {
		return keyErrorf("this server keeps no keys")
	}
	return replace(k.file.Path, func(old []byte) ([]byte, error) {
		keys, err := parseKeys(k.file.Path, old)
		if err != nil {
			return nil, err
		}
		if keys, err = edit(keys); err != nil {
			return nil, err
		}
		return formatKeys(keys)
	})
}

// signedBy returns the text that was signed and the user whose key signed it.
// It tries every key, so that its duration does not reveal which one matches.
func (k *Keys) signedBy(texts []string, signature []byte) (user, text string, found bool) {
	for _, key := range k.All() {
		for _, candidate := range texts {
			if rsa.VerifyPKCS1v15(key.public, 0, []byte(candidate), signature) == nil {
				user, text, found = key.User, candidate, true
			}
		}
	}
	return user, text, found
}
