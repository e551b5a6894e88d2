package auth

import (
	"crypto/md5"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"
	"time"
	"unicode"
)

// A Key is a public RSA key that its user may log in with.
type Key struct {
	User       string    `json:"user"`
	PEM        string    `json:"pem"`
	Nickname   string    `json:"nickname,omitempty"`
	Email      string    `json:"email,omitempty"`
	Registered time.Time `json:"registered"`

	public *rsa.PublicKey
}

// Base64 is how clients name the key: the base64 text of its PEM block.
func (k Key) Base64() string { return base64.StdEncoding.EncodeToString([]byte(k.PEM)) }

// Checksum is the base64 text of the MD5 sum of the key's PEM block, by which a
// bridge of the original project compares keys. Security does not depend on it.
func (k Key) Checksum() string {
	sum := md5.Sum([]byte(k.PEM))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// Bits is the length of the key's modulus.
func (k Key) Bits() int { return k.public.N.BitLen() }

// check rejects fields that would change the meaning of the file or of a list
// of keys.
func (k Key) check() error {
	if err := checkUser(k.User); err != nil {
		return keyErrorf("%v", err)
	}
	for what, text := range map[string]string{"nickname": k.Nickname, "email": k.Email} {
		if len(text) > maxDescription || strings.ContainsFunc(text, unicode.IsControl) {
			return keyErrorf("the %s must be at most %d bytes long and without control characters", what, maxDescription)
		}
	}
	return nil
}

// Describe is the description of a key for clients, in the original server's
// words.
func (k Key) Describe() string {
	return "Nickname: " + k.Nickname + "\nEmail: " + k.Email +
		"\nDate Registered: " + k.Registered.UTC().Format(time.RFC3339)
}

const (
	// minKeyBits is well above the sizes that have been factored, and what
	// clients generate. maxKeyBits limits the work of one check.
	minKeyBits, maxKeyBits = 2048, 8192

	// maxKeyText is the longest PEM text, in bytes.
	maxKeyText = 16 << 10

	// maxDescription is the longest nickname or mail address, in bytes.
	maxDescription = 255
)

// A KeyError says what is wrong with a key that somebody wants to register or
// revoke.
type KeyError struct{ Reason string }

// Error returns the reason.
func (e *KeyError) Error() string { return e.Reason }

func keyErrorf(format string, args ...any) *KeyError { return &KeyError{fmt.Sprintf(format, args...)} }

// ParseKey reads a public RSA key from a PEM text: the key itself, or a
// certificate of it. An invalid key gives a *KeyError.
func ParseKey(text []byte) (Key, error) {
	if len(text) > maxKeyText {
		return Key{}, keyErrorf("the key is longer than %d bytes", maxKeyText)
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return Key{}, keyErrorf("the key is no PEM text (-----BEGIN PUBLIC KEY-----)")
	}
	public, err := publicKey(block)
	if err != nil {
		return Key{}, err
	}
	if bits := public.N.BitLen(); bits < minKeyBits || bits > maxKeyBits {
		return Key{}, keyErrorf("the key has %d bits: it must have %d to %d", bits, minKeyBits, maxKeyBits)
	}
	if public.E < 3 || public.E%2 == 0 {
		return Key{}, keyErrorf("the key's exponent is %d: it must be odd and at least 3", public.E)
	}
	if divisor := smallDivisor(public.N); divisor != 0 {
		return Key{}, keyErrorf("the key can be divided by %d: its private half is no secret", divisor)
	}
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return Key{}, keyErrorf("the key cannot be used: %v", err)
	}
	whole := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	return Key{PEM: string(whole), public: public}, nil
}

// smallPrimes are the primes below 100, as two products that fit into a word
// each, so that a key needs two divisions only.
var smallPrimes = []struct {
	product uint64
	primes  []uint64
}{
	{614889782588491410, []uint64{2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47}},
	{3749562977351496827, []uint64{53, 59, 61, 67, 71, 73, 79, 83, 89, 97}},
}

// smallDivisor returns a small prime that divides n, or 0. No properly made key
// has one.
func smallDivisor(n *big.Int) uint64 {
	for _, small := range smallPrimes {
		rest := new(big.Int).Mod(n, new(big.Int).SetUint64(small.product)).Uint64()
		for _, prime := range small.primes {
			if rest%prime == 0 {
				return prime
			}
		}
	}
	return 0
}

func publicKey(block *pem.Block) (*rsa.PublicKey, error) {
	var key any
	var err error
	switch block.Type {
	case "PUBLIC KEY":
		key, err = x509.ParsePKIXPublicKey(block.Bytes)
	case "RSA PUBLIC KEY":
		key, err = x509.ParsePKCS1PublicKey(block.Bytes)
	case "CERTIFICATE":
		var certificate *x509.Certificate
		if certificate, err = x509.ParseCertificate(block.Bytes); err == nil {
			key = certificate.PublicKey
		}
	default:
		return nil, keyErrorf("a %s is no public key: give the PUBLIC KEY or a CERTIFICATE of it", block.Type)
	}
	if err != nil {
		return nil, keyErrorf("the key cannot be read: %v", err)
	}
	public, isRSA := key.(*rsa.PublicKey)
	if !isRSA {
		return nil, keyErrorf("the key is no RSA key")
	}
	return public, nil
}
