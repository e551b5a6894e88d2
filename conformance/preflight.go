package conformance

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/jail"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

// advised adds to an error of a first connection what to do about it.
func advised(err error) error {
	var untrusted *tls.CertificateVerificationError
	var noTLS tls.RecordHeaderError
	switch {
	case errors.As(err, &untrusted):
		return fmt.Errorf("cannot verify the certificate (%v): give --ca, --fingerprint or --insecure", untrusted.Err)
	case errors.As(err, &noTLS):
		return fmt.Errorf("what answers there speaks no TLS: give the address of a sysadm server")
	}
	return err
}

// speaks reports an error if nothing that answers at the addresses resembles a
// sysadm server: no WebSocket is opened, and REST is answered neither in JSON nor
// by asking for a login. It would fail every check, and prove nothing.
func (e Endpoint) speaks(ctx context.Context, server probe.Server) error {
	var wrong error
	if e.WS != "" {
		conn, status, err := server.Dial(ctx, nil)
		if err == nil {
			_ = conn.Close() // it was opened; a goodbye may fail
			return nil
		}
		if status == 0 {
			return nil // it hangs up: for the checks to judge
		}
		wrong = fmt.Errorf("cannot judge %s: it opens no WebSocket connection but answers HTTP status %d: give the address of a sysadm server's WebSocket port", e.WS, status)
	}
	if e.REST != "" {
		reply, err := server.Do(ctx, probe.Request{Verb: "PUT", Path: "/rpc/query", User: e.User, Password: e.Password, Body: []byte("{}")})
		if err != nil || reply.Status == 401 || document.TypeOf(document.Parse(reply.Body)) == "object" {
			return nil
		}
		wrong = fmt.Errorf("cannot judge %s: PUT /rpc/query is answered HTTP status %d without JSON: give the address of a sysadm server's REST port", e.REST, reply.Status)
	}
	return wrong
}

// jailThere reports an error if the jail that checks may start and stop is not
// there. One that listjails hides is for the checks to judge.
func (a *attendant) jailThere(ctx context.Context, o Options) error {
	if o.Host.Simulated() || !o.Destructive || o.Jail == "" {
		return nil
	}
	rows, err := a.jails(ctx)
	if _, found := jail.Find(rows, o.Jail); err != nil || found || a.knows(ctx, o.Jail) {
		return nil
	}
	return fmt.Errorf("cannot judge: the host has no jail %q: name another with --jail", o.Jail)
}
