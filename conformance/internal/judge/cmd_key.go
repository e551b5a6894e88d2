package judge

import (
	"crypto/md5"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/keyring"
	"github.com/sysadm-go/sysadm/conformance/internal/loan"
)

var cmdKey = Cmd{
	Name: "key", Args: "NAME",
	Text:  "takes an RSA key that no other check uses at the same time. $NAME is the public half as register_ssl_certificate takes it, $NAMESUM its checksum as list_ssl_checksums shows it. After the check the key is revoked.",
	least: 1, most: 1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		ring := j.of.keyring()
		private, err := ring.Take()
		if err != nil {
			ts.Fatalf("cannot make a key: %v", err)
		}
		public, err := publicPEM(&private.PublicKey)
		if err != nil {
			ts.Fatalf("cannot write a key: %v", err)
		}
		sum := md5.Sum(public)
		encoded := base64.StdEncoding.EncodeToString(public)
		j.keys[args[0]] = private
		ts.Setenv(args[0], encoded)
		ts.Setenv(args[0]+"SUM", base64.StdEncoding.EncodeToString(sum[:]))
		j.borrow(loan.Loan{Kind: loan.NewKey, Name: encoded}, func() { ring.Put(private) })
	},
}

// keyring returns the keys for checks of the host.
func (c Case) keyring() *keyring.Ring {
	if c.Simulated {
		return keyring.Public()
	}
	return keyring.Secret
}

// publicPEM writes a public key as the original client does.
func publicPEM(key *rsa.PublicKey) ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), nil
}
