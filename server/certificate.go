package server

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"time"
)

// A certificate is the pair of PEM files that connections are served with. It
// is loaded again when a file has changed, so that it can be renewed under a
// running server; while the files cannot be used, the pair loaded last stays.
type certificate struct {
	cert, key string // files
	log       *slog.Logger

	mu     sync.Mutex
	pair   *tls.Certificate
	state  [2]fs.FileInfo // of the files that were looked at last
	looked time.Time
}

func loadCertificate(cert, key string, log *slog.Logger) (*certificate, error) {
	c := &certificate{cert: cert, key: key, log: log}
	return c, c.load()
}

// forHandshake is a tls.Config's GetCertificate. It looks at the files once a
// second at most.
func (c *certificate) forHandshake(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.looked) >= time.Second && c.changed() {
		if err := c.renew(); err != nil {
			c.log.Error("the certificate loaded before stays", "reason", err)
		}
	}
	return c.pair, nil
}

// reload loads the files now; if they cannot be used, the pair loaded before
// stays.
func (c *certificate) reload() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.renew()
}

// leaf is the certificate that is served now.
func (c *certificate) leaf() *x509.Certificate {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.pair.Leaf
}

// renew is load for a pair that is served already; the caller holds the lock.
func (c *certificate) renew() error {
	before := c.pair.Leaf
	if err := c.load(); err != nil {
		return err
	}
	if !c.pair.Leaf.Equal(before) {
		c.log.Info("certificate renewed", "file", c.cert, "to", c.pair.Leaf.NotAfter)
	}
	return nil
}

func (c *certificate) load() error {
	c.state, c.looked = c.look(), time.Now()
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return fmt.Errorf("cannot use the certificate %s with the key %s: %v", c.cert, c.key, err)
	}
	c.pair = &pair
	if err := inDate(pair.Leaf); err != nil {
		c.log.Warn("clients will refuse the certificate", "file", c.cert, "reason", err)
	}
	return nil
}

// inDate says why clients refuse a certificate now.
func inDate(leaf *x509.Certificate) error {
	if now := time.Now(); now.After(leaf.NotAfter) || now.Before(leaf.NotBefore) {
		return fmt.Errorf("the certificate is valid from %s to %s only", leaf.NotBefore.Format(time.RFC3339), leaf.NotAfter.Format(time.RFC3339))
	}
	return nil
}

func (c *certificate) changed() bool {
	now := c.look()
	c.looked = time.Now()
	return !sameFile(now[0], c.state[0]) || !sameFile(now[1], c.state[1])
}

// look notes the state of both files; nil for one that is missing.
func (c *certificate) look() (state [2]fs.FileInfo) {
	for i, path := range []string{c.cert, c.key} {
		if info, err := os.Stat(path); err == nil {
			state[i] = info
		}
	}
	return state
}

// sameFile tells whether nobody replaced a file or wrote to it.
func sameFile(a, b fs.FileInfo) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return os.SameFile(a, b) && a.ModTime().Equal(b.ModTime()) && a.Size() == b.Size()
}
