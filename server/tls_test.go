package server_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

func options(dir string) server.Options {
	return server.Options{
		WSAddr: "127.0.0.1:0", RESTAddr: ":0",
		TLSCert: filepath.Join(dir, "tls.crt"), TLSKey: filepath.Join(dir, "tls.key"),
		StateDir:      filepath.Join(dir, "state"),
		Authenticator: server.FixedAccounts(), Logger: slog.New(slog.DiscardHandler),
	}
}

// pairIn makes a server that stores its certificate in dir, and closes it.
func pairIn(dir string) (server.Ready, error) { return pairFor(options(dir)) }

func pairFor(o server.Options) (server.Ready, error) {
	s, err := server.New(o)
	if err != nil {
		return server.Ready{}, err
	}
	return s.Ready(), s.Close()
}

func TestCertificate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	ready, err := pairIn(dir)
	require.NoError(t, err)
	require.Regexp(t, `^https://127\.0\.0\.1:[1-9]\d*$`, ready.REST, "all addresses: the loopback one is named")

	text, err := os.ReadFile(ready.CAFile)
	require.NoError(t, err)
	block, _ := pem.Decode(text)
	cert, err := x509.ParseCertificate(block.Bytes)
	require.NoError(t, err)
	require.NoError(t, cert.CheckSignatureFrom(cert), "self-signed")
	require.Equal(t, elliptic.P256(), cert.PublicKey.(*ecdsa.PublicKey).Curve)
	require.True(t, cert.NotAfter.After(time.Now().AddDate(9, 11, 0)))
	for _, name := range []string{"localhost", "127.0.0.1", "::1"} {
		require.NoError(t, cert.VerifyHostname(name))
	}
	if name, err := os.Hostname(); err == nil {
		require.NoError(t, cert.VerifyHostname(name))
	}
	info, err := os.Stat(filepath.Join(dir, "tls.key"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())

	_, err = pairIn(dir)
	require.NoError(t, err)
	again, err := os.ReadFile(ready.CAFile)
	require.NoError(t, err)
	require.Equal(t, text, again, "the pair is kept")
}

func TestHalfAPair(t *testing.T) {
	for missing, kept := range map[string]string{"tls.key": "tls.crt", "tls.crt": "tls.key"} {
		dir := t.TempDir()
		_, err := pairIn(dir)
		require.NoError(t, err)
		before, err := os.ReadFile(filepath.Join(dir, kept))
		require.NoError(t, err)
		require.NoError(t, os.Remove(filepath.Join(dir, missing)))
		_, err = pairIn(dir)
		require.ErrorContains(t, err, "cannot find the ")
		require.ErrorContains(t, err, missing)
		require.ErrorContains(t, err, "put it there, or remove the ")
		after, err := os.ReadFile(filepath.Join(dir, kept))
		require.NoError(t, err)
		require.Equal(t, before, after)
	}
}

// If a file's name leaves no room for the suffix of a temporary file, writing
// fails as on a full disk.
func TestPairThatCannotBeWritten(t *testing.T) {
	for _, unwritable := range []string{"cert", "key"} {
		dir := t.TempDir()
		o := options(dir)
		long := filepath.Join(dir, strings.Repeat("x", 245))
		if unwritable == "cert" {
			o.TLSCert = long
		} else {
			o.TLSKey = long
		}
		_, err := server.New(o)
		require.ErrorContains(t, err, "cannot write "+long)
		for _, path := range []string{o.TLSCert, o.TLSKey} {
			require.NoFileExists(t, path, "half a pair would stop every later start")
		}
	}
}

func TestPairInOneFile(t *testing.T) {
	o := options(t.TempDir())
	o.TLSKey = o.TLSCert
	_, err := server.New(o)
	require.ErrorContains(t, err, "name two with --tls-cert and --tls-key")
	require.NoFileExists(t, o.TLSCert)
}

func TestPairThatDoesNotFit(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	for _, d := range []string{dir, other} {
		_, err := pairIn(d)
		require.NoError(t, err)
	}
	require.NoError(t, os.Rename(filepath.Join(other, "tls.key"), filepath.Join(dir, "tls.key")))
	_, err := pairIn(dir)
	require.ErrorContains(t, err, "cannot use the certificate "+filepath.Join(dir, "tls.crt"))
}

// Servers that start at once use the same pair.
func TestPairMadeByManyAtOnce(t *testing.T) {
	dir := t.TempDir()
	var wg sync.WaitGroup
	for range 8 {
		o := options(dir)
		o.StateDir = t.TempDir() // servers cannot share this folder
		wg.Go(func() {
			if _, err := pairFor(o); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestTLSVersions(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	for _, address := range []string{tg.ready.WS[len("wss://"):], tg.ready.REST[len("https://"):]} {
		for version, accepted := range map[uint16]bool{
			tls.VersionTLS10: false, tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true,
		} {
			config := tg.tls.Clone()
			config.MinVersion, config.MaxVersion = version, version
			config.NextProtos = []string{"h2", "http/1.1"}
			conn, err := tls.Dial("tcp", address, config)
			require.Equal(t, accepted, err == nil, "%s %v", tls.VersionName(version), err)
			if err == nil {
				require.Equal(t, "http/1.1", conn.ConnectionState().NegotiatedProtocol)
				require.NoError(t, conn.Close())
			}
		}
	}
}

// A client that speaks HTTP/1.0 may say so, as `curl -0` does. One that speaks
// nothing else that is known here is told.
func TestTLSProtocols(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	for _, address := range []string{tg.ready.WS[len("wss://"):], tg.ready.REST[len("https://"):]} {
		for offered, chosen := range map[string]string{"": "", "http/1.0": "http/1.0", "http/1.1": "http/1.1", "h2": "none"} {
			config := tg.tls.Clone()
			config.NextProtos = strings.Fields(offered)
			conn, err := tls.Dial("tcp", address, config)
			require.Equal(t, chosen == "none", err != nil, "%s %v", offered, err)
			if err == nil {
				require.Equal(t, chosen, conn.ConnectionState().NegotiatedProtocol)
				require.NoError(t, conn.Close())
			}
		}
	}
}

// Clients in other languages need only the certificate's file.
func TestCertificateInOtherClients(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	url := tg.ready.REST + "/rpc/identify"
	clients := map[string][]string{
		"curl": {"-sSf", "--cacert", tg.ready.CAFile, url},
		"node": {"-e", fmt.Sprintf(`require("https").get(%q, {ca: require("fs").readFileSync(%q)}, r => process.exit(r.statusCode == 200 ? 0 : 1))`,
			url, tg.ready.CAFile)},
		"python3": {"-c", fmt.Sprintf(`
import ssl, urllib.request
c = ssl.create_default_context(cafile=%q)
c.verify_flags |= ssl.VERIFY_X509_STRICT
urllib.request.urlopen(%q, context=c).read()`, tg.ready.CAFile, url)},
	}
	for program, args := range clients {
		t.Run(program, func(t *testing.T) {
			if _, err := exec.LookPath(program); err != nil {
				t.Skipf("there is no %s here", program)
			}
			out, err := exec.Command(program, args...).CombinedOutput()
			require.NoError(t, err, string(out))
		})
	}
}

// The error names the address that is in use.
func TestAddressInUse(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	o := server.Options{
		WSAddr: tg.ready.WS[len("wss://"):], RESTAddr: "127.0.0.1:0",
		TLSCert: tg.ready.CAFile, TLSKey: filepath.Join(filepath.Dir(tg.ready.CAFile), "tls.key"),
		StateDir: t.TempDir(), Authenticator: server.FixedAccounts(), Logger: slog.New(slog.DiscardHandler),
	}
	_, err := server.New(o)
	require.ErrorContains(t, err, "choose another address with --ws-addr")
	o.WSAddr, o.RESTAddr = o.RESTAddr, o.WSAddr
	_, err = server.New(o)
	require.ErrorContains(t, err, "choose another address with --rest-addr")
}
