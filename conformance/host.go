package conformance

import (
	"context"
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
	"time"

	"github.com/sysadm-go/sysadm/conformance/internal/probe"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A Host is where the server under judgement is found: simulated and fresh for
// each check, or one that all checks share.
type Host interface {
	// Start returns a server in the given setting and a function that ends what
	// was started for this check. What takes its time to end, Close waits for.
	Start(ctx context.Context, s Setting) (Endpoint, func() error, error)

	// Simulated says that every Start makes a fresh host which a check may
	// change, which is thrown away, and which obeys Setting.Documented. Keys are
	// registered there whose private halves anybody can read.
	Simulated() bool

	// Close ends what the checks shared.
	Close() error
}

// A Setting is how a server is to be started, as far as its host can.
type Setting struct {
	Edition edition.Edition
	Compat  edition.Compat

	// Documented names a documented exchange, as in
	// "2016-02-05/sysadm-iocage.startjail.rest", which the host's state must
	// make true; empty is the default state.
	Documented string

	// Levers asks for the levers of a simulated host, and Outside for an address
	// of it that is not loopback.
	Levers, Outside bool
}

// An Endpoint is a server that accepts connections.
type Endpoint struct {
	// WS and REST are URLs, wss://host:port and https://host:port. An empty
	// one leaves the checks of that transport out.
	WS, REST string

	// CAFile holds the certificates to trust, as PEM; Fingerprint is the
	// SHA-256 of the server's certificate in hexadecimal, with or without
	// colons; Insecure trusts any. If all are empty the system decides.
	CAFile, Fingerprint string
	Insecure            bool

	User, Password string

	// Operator is a user who may not run commands. If it is empty the checks
	// that need one are left out.
	Operator, OperatorPassword string

	// Levers is where those of a simulated host are worked over HTTP, as
	// http://127.0.0.1:40000 (docs/simulator.md). If it is empty the checks that
	// need them are left out.
	Levers string
}

// server returns how to probe the endpoint.
func (e Endpoint) server(timeout time.Duration) (probe.Server, error) {
	config, err := e.TLS()
	return probe.Server{WS: e.WS, REST: e.REST, TLS: config, Timeout: timeout}, err
}

// TLS returns how to trust the server; the error says what is wrong with CAFile or
// Fingerprint.
func (e Endpoint) TLS() (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	switch {
	case e.Fingerprint != "":
		want, err := hex.DecodeString(strings.ReplaceAll(e.Fingerprint, ":", ""))
		if err != nil || len(want) != sha256.Size {
			return nil, fmt.Errorf("cannot use fingerprint %q: give the SHA-256 of the certificate as 64 hexadecimal digits", e.Fingerprint)
		}
		config.InsecureSkipVerify = true // replaced by the pinned certificate
		config.VerifyConnection = pinned(want)
	case e.Insecure:
		config.InsecureSkipVerify = true
	case e.CAFile != "":
		pem, err := os.ReadFile(e.CAFile)
		if err != nil {
			return nil, fmt.Errorf("cannot read the CA file: %v", err)
		}
		if config.RootCAs, err = trusting(pem); err != nil {
			return nil, fmt.Errorf("cannot use CA file %s: %w", e.CAFile, err)
		}
	}
	return config, nil
}

// A trust is what a CA file says. The hosts of a simulator have one in common.
type trust struct {
	pem   string
	roots *x509.CertPool
}

var lastTrust atomic.Pointer[trust]

// trusting returns the certificates of a CA file.
func trusting(pem []byte) (*x509.CertPool, error) {
	if last := lastTrust.Load(); last != nil && last.pem == string(pem) {
		return last.roots, nil
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, errors.New("it holds no PEM certificate")
	}
	lastTrust.Store(&trust{string(pem), roots})
	return roots, nil
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
