package right

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"slices"
	"strings"
)

// publicKey reads a key as clients send it.
func publicKey(key string) (*rsa.PublicKey, error) {
	text, err := base64.StdEncoding.DecodeString(key)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("no PEM")
	}
	public, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	key2, ok := public.(*rsa.PublicKey)
	if !ok {
		return nil, fmt.Errorf("no RSA key")
	}
	return key2, nil
}

// challenge is the first stage of a login with a key.
func (s *server) challenge() any {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := strings.Repeat(rand.Text(), 5)[:s.textLength]
	s.challenges = append(s.challenges, text)
	s.asked[text] = s.clock.now()
	return object{"test_string": text}
}

// keyOwner is the second stage: who has answered which text.
func (s *server) keyOwner(answer string) (user string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	signature, _ := base64.StdEncoding.DecodeString(answer)
	for user, keys := range s.keys {
		for key := range keys {
			if text, ok := s.answered(key, signature); ok {
				s.challenges = slices.DeleteFunc(s.challenges, func(other string) bool { return other == text && s.forgets })
				return user, true
			}
		}
	}
	return "", false
}

// answered is the text that the owner of a key has signed, if it still lives; the caller
// holds the lock.
func (s *server) answered(key string, signature []byte) (text string, ok bool) {
	public, err := publicKey(key)
	if err != nil {
		return "", false
	}
	for _, text := range s.challenges {
		if s.clock.now().Sub(s.asked[text]) < s.textLife && rsa.VerifyPKCS1v15(public, crypto.Hash(0), []byte(text), signature) == nil {
			return text, true
		}
	}
	return "", false
}
