package server

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/google/renameio/v2"
	"github.com/rogpeppe/go-internal/lockedfile"
)

// certificateLife is the life of a certificate made here: as long as that of a
// host. Old clients hang up silently on a certificate that is expired or signed
// by a CA.
const certificateLife = 10 * 365 * 24 * time.Hour

// tlsConfig is the TLS configuration of both ports.
func tlsConfig(c *Certificate) *tls.Config {
	return &tls.Config{
		GetCertificate: c.forHandshake,
		MinVersion:     tls.VersionTLS12,
		CipherSuites:   suites,
		NextProtos:     []string{"http/1.1", "http/1.0"},
	}
}

// suites are the suites of TLS 1.2 with forward secrecy and authenticated
// encryption; OpenSSL has them since 1.0.1 (2012). All suites of TLS 1.3 have
// both.
var suites = []uint16{
	tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
	tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
	tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
	tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
	tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
	tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
}

// ensurePair makes the pair if both files are missing. Two servers that start
// at once make one pair.
func ensurePair(cert, key string, log *slog.Logger) error {
	if err := os.MkdirAll(filepath.Dir(cert), 0o755); err != nil {
		return fmt.Errorf("cannot make the certificate's folder: %v: name other files with --tls-cert and --tls-key", err)
	}
	lock, err := lockedfile.OpenFile(cert+".lock", os.O_RDWR|os.O_CREATE, 0o600) // if others could read the lock, they could hold it
	if err != nil {
		return ensureReadable(cert, key, err)
	}
	defer lock.Close()
	switch {
	case exists(cert) || exists(key):
		return checkHalves(cert, key)
	case cert == key:
		return fmt.Errorf("cannot make a certificate and its key in the one file %s: name two with --tls-cert and --tls-key", cert)
	}
	log.Info("making a self-signed certificate", "cert", cert, "key", key)
	return makePair(cert, key)
}

// checkHalves returns an error if one of the two files is missing.
func checkHalves(cert, key string) error {
	switch {
	case !exists(key):
		return fmt.Errorf("cannot find the key %s of the certificate %s: put it there, or remove the certificate to have a new pair made", key, cert)
	case !exists(cert):
		return fmt.Errorf("cannot find the certificate %s of the key %s: put it there, or remove the key to have a new pair made", cert, key)
	}
	return nil
}

// ensureReadable accepts a pair in a folder that cannot be written to.
func ensureReadable(cert, key string, lockErr error) error {
	if exists(cert) && exists(key) {
		return nil
	}
	return fmt.Errorf("cannot make a certificate: %v: name other files with --tls-cert and --tls-key", lockErr)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

func makePair(cert, key string) error {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fmt.Errorf("cannot make a key: %v", err)
	}
	template := certificateTemplate()
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		return fmt.Errorf("cannot make a certificate: %v", err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return fmt.Errorf("cannot encode a key: %v", err)
	}
	return writePair(cert, key, der, pkcs8)
}

// writePair writes both files before it renames either into place: a full disk
// must not leave one without the other, because no later start could use that.
func writePair(cert, key string, der, pkcs8 []byte) error {
	newKey, err := writePEM(key, "PRIVATE KEY", pkcs8, 0o600)
	if err != nil {
		return err
	}
	defer newKey.Cleanup()
	newCert, err := writePEM(cert, "CERTIFICATE", der, 0o644)
	if err != nil {
		return err
	}
	defer newCert.Cleanup()
	return errors.Join(newKey.CloseAtomicallyReplace(), newCert.CloseAtomicallyReplace())
}

// writePEM writes a file that becomes path once it is renamed into place.
func writePEM(path, kind string, der []byte, mode os.FileMode) (*renameio.PendingFile, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("cannot make a folder for %s: %v", path, err)
	}
	file, err := renameio.NewPendingFile(path, renameio.WithPermissions(mode))
	if err != nil {
		return nil, fmt.Errorf("cannot write %s: %v", path, err)
	}
	if err := errors.Join(pem.Encode(file, &pem.Block{Type: kind, Bytes: der}), file.Sync()); err != nil {
		return nil, errors.Join(fmt.Errorf("cannot write %s: %v", path, err), file.Cleanup())
	}
	return file, nil
}

// certificateTemplate describes a certificate that is its own CA, so that a
// client needs only this file. Its key usage and key ids satisfy the strictest
// clients (Python).
func certificateTemplate() *x509.Certificate {
	names := []string{"localhost"}
	if name, err := os.Hostname(); err == nil && name != "localhost" {
		names = append(names, name)
	}
	now := time.Now()
	return &x509.Certificate{
		Subject:               pkix.Name{CommonName: "sysadm"},
		NotBefore:             now.Add(-time.Hour), // for clocks that are slow
		NotAfter:              now.Add(certificateLife),
		DNSNames:              names,
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
}
