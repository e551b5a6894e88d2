package independent

import (
	"crypto"
	"crypto/md5"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"maps"
	"strings"
)

// loginWithKey is a login in two stages: a text, and that text signed by a key
// that somebody has registered.
func loginWithKey(s *server, q question) (any, int) {
	signed, second := q.args["encrypted_string"].(string)
	if !second {
		text := strings.Repeat(rand.Text(), 5)[:128]
		s.gate.texts[text] = s.clock.now()
		return object{"test_string": text}, 200
	}
	signature, _ := base64.StdEncoding.DecodeString(signed)
	for text, made := range s.gate.texts {
		if s.clock.now().Sub(made) >= textLife {
			continue
		}
		if user := s.signer(text, signature); user != "" {
			delete(s.gate.texts, text)
			return s.enter(q.guest, user)
		}
	}
	return turnedAway(q.guest)
}

// signer is who has a key that signed a text, "" if nobody has.
func (s *server) signer(text string, signature []byte) string {
	for user, keys := range s.keys {
		for key := range keys {
			if rsa.VerifyPKCS1v15(publicKey(key), crypto.Hash(0), []byte(text), signature) == nil {
				return user
			}
		}
	}
	return ""
}

// publicKey reads a key as clients send it: PEM, in base64; nil if it is none.
func publicKey(text string) *rsa.PublicKey {
	decoded, _ := base64.StdEncoding.DecodeString(text)
	block, _ := pem.Decode(decoded)
	if block == nil {
		return nil
	}
	key, _ := x509.ParsePKIXPublicKey(block.Bytes)
	public, _ := key.(*rsa.PublicKey)
	return public
}

// settings keeps the keys. An action has a long and a short name.
func settings(s *server, q question) (any, int) {
	switch q.text("action") {
	case "list_ssl_certificates", "list_ssl_certs":
		return s.listKeys(q.guest), 200
	case "list_ssl_checksums":
		return object{"md5_keys": s.checksums()}, 200
	case "register_ssl_certificate", "register_ssl_cert":
		return s.register(q)
	case "revoke_ssl_certificate", "revoke_ssl_cert":
		return s.revoke(q)
	}
	return nil, 400
}

func (s *server) listKeys(g *guest) object {
	listed := object{}
	for user, keys := range s.keys {
		if g.user == admin || g.user == user {
			listed[user] = maps.Clone(keys)
		}
	}
	return listed
}

func (s *server) checksums() []string {
	sums := []string{}
	for _, keys := range s.keys {
		for key := range keys {
			text, _ := base64.StdEncoding.DecodeString(key)
			sum := md5.Sum(text)
			sums = append(sums, base64.StdEncoding.EncodeToString(sum[:]))
		}
	}
	return sums
}

func (s *server) register(q question) (any, int) {
	key, user := q.text("pub_key"), q.guest.user
	if publicKey(key) == nil || !q.textual("nickname", "email") {
		return nil, 400
	}
	if s.keys[user] == nil {
		s.keys[user] = map[string]string{}
	}
	s.keys[user][key] = "Nickname: " + q.text("nickname") + "\nEmail: " + q.text("email") + "\nDate Registered: " + today()
	return object{}, 200
}

func (s *server) revoke(q question) (any, int) {
	user := q.text("user")
	if !q.textual("user") {
		return nil, 400
	}
	if user == "" {
		user = q.guest.user
	}
	if user != q.guest.user && q.guest.user != admin {
		return nil, 403
	}
	key := q.text("pub_key")
	if _, known := s.keys[user][key]; !known {
		return nil, 400
	}
	delete(s.keys[user], key)
	return object{}, 200
}
