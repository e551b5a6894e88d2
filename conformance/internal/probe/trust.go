package probe

import (
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
)

// A Trust says which certificate a server may show. The zero Trust leaves it to the
// system.
type Trust struct {
	// CAFile holds the certificates to trust, as PEM; Fingerprint is the SHA-256 of
	// the server's certificate in hexadecimal, with or without colons.
	CAFile, Fingerprint string

	// Insecure trusts any.
	Insecure bool
}

// Config returns how to connect; the error says what is wrong with CAFile or
// Fingerprint.
func (t Trust) Config() (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	switch {
	case t.Fingerprint != "":
		want, err := hex.DecodeString(strings.ReplaceAll(t.Fingerprint, ":", ""))
		if err != nil || len(want) != sha256.Size {
			return nil, fmt.Errorf("cannot use fingerprint %q: give the SHA-256 of the certificate as 64 hexadecimal digits", t.Fingerprint)
		}
		config.InsecureSkipVerify = true // replaced by the pinned certificate
		config.VerifyConnection = pinned(want)
	case t.Insecure:
		config.InsecureSkipVerify = true
	case t.CAFile != "":
		pem, err := os.ReadFile(t.CAFile)
		if err != nil {
			return nil, fmt.Errorf("cannot read the CA file: %v", err)
		}
		if config.RootCAs, err = trusting(pem); err != nil {
			return nil, fmt.Errorf("cannot use CA file %s: %w", t.CAFile, err)
		}
	}
	return config, nil
}

// roots are what a CA file says. The hosts of a simulator have one in common.
type roots struct {
	pem  string
	pool *x509.CertPool
}

var lastRoots atomic.Pointer[roots]

// trusting returns the certificates of a CA file.
func trusting(pem []byte) (*x509.CertPool, error) {
	if last := lastRoots.Load(); last != nil && last.pem == string(pem) {
		return last.pool, nil
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, errors.New("it has no PEM certificate")
	}
	lastRoots.Store(&roots{string(pem), pool})
	return pool, nil
}

// pinned accepts one certificate only.
func pinned(want []byte) func(tls.ConnectionState) error {
	return func(state tls.ConnectionState) error {
		if len(state.PeerCertificates) == 0 {
			return errors.New("the server sent no certificate")
		}
		got := sha256.Sum256(state.PeerCertificates[0].Raw)
		if subtle.ConstantTimeCompare(got[:], want) != 1 {
			return fmt.Errorf("the server's certificate has fingerprint %x, not the pinned one", got)
		}
		return nil
	}
}
