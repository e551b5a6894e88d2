package server

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sysadm-go/sysadm/server/internal/watched"
)

// A Certificate is the pair of PEM files for TLS. It is loaded again when a
// file has changed, so it can be renewed while the server runs. Until the new
// files can be used, the previous pair stays. Servers of one process may share
// it.
type Certificate struct {
	log  *slog.Logger
	pair atomic.Pointer[tls.Certificate]

	mu        sync.Mutex // held while the files are read; who needs only the pair does not wait
	cert, key watched.File
	looked    time.Time // when the files were last checked
}

// OpenCertificate makes the pair if both files are missing, and loads it. Its
// errors say what to do. It logs when the pair is made and when it is renewed.
func OpenCertificate(cert, key string, log *slog.Logger) (*Certificate, error) {
	if err := ensurePair(cert, key, log); err != nil {
		return nil, err
	}
	c := &Certificate{cert: watched.File{Path: cert}, key: watched.File{Path: key}, log: log}
	return c, c.load()
}

// forHandshake is a tls.Config's GetCertificate. It checks the files at most
// once a second; clients that come meanwhile get the pair in use.
func (c *Certificate) forHandshake(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	if c.mu.TryLock() {
		c.follow()
		c.mu.Unlock()
	}
	return c.pair.Load(), nil
}

// follow loads files that have changed. The caller holds the lock.
func (c *Certificate) follow() {
	if time.Since(c.looked) < time.Second || !c.changed() {
		return
	}
	if err := c.renew(); err != nil {
		c.cert.Failed()
		c.log.Error("the certificate loaded before stays", "reason", err)
	}
}

// reload loads the files now; if they cannot be used, the pair loaded before
// stays.
func (c *Certificate) reload() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.renew()
}

// leaf returns the certificate now in use.
func (c *Certificate) leaf() *x509.Certificate { return c.pair.Load().Leaf }

// renew is load for a pair that is already in use. The caller holds the lock.
func (c *Certificate) renew() error {
	before := c.leaf()
	if err := c.load(); err != nil {
		return err
	}
	if now := c.leaf(); !now.Equal(before) {
		c.log.Info("certificate renewed", "file", c.cert.Path, "to", now.NotAfter)
	}
	return nil
}

func (c *Certificate) load() error {
	c.changed() // so that changes from here on are noticed later
	pair, err := tls.LoadX509KeyPair(c.cert.Path, c.key.Path)
	if err != nil {
		return fmt.Errorf("cannot use the certificate %s with the key %s: %v", c.cert.Path, c.key.Path, err)
	}
	c.pair.Store(&pair)
	if err := inDate(pair.Leaf); err != nil {
		c.log.Warn("clients will refuse the certificate", "file", c.cert.Path, "reason", err)
	}
	return nil
}

// inDate returns why clients would reject a certificate now, or nil.
func inDate(leaf *x509.Certificate) error {
	if now := time.Now(); now.After(leaf.NotAfter) || now.Before(leaf.NotBefore) {
		return fmt.Errorf("the certificate is valid from %s to %s only", leaf.NotBefore.Format(time.RFC3339), leaf.NotAfter.Format(time.RFC3339))
	}
	return nil
}

// changed reports whether a file has changed since the last check.
func (c *Certificate) changed() bool {
	c.looked = time.Now()
	cert, key := c.cert.Changed(), c.key.Changed()
	return cert || key
}
