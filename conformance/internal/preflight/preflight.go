// Package preflight makes sure that there is a server to judge, so that a wrong
// address or password is not taken for a wrong server.
package preflight

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

// A User logs in.
type User struct{ Name, Password string }

// Check makes a connection to each address of a server and logs in: as user, and as
// operator if it has a name. It reports why it cannot.
func Check(ctx context.Context, server probe.Server, user, operator User) error {
	if server.WS == "" && server.REST == "" {
		return errors.New("cannot judge: the server has no address: give --ws, --rest or both")
	}
	if user.Name == "" || user.Password == "" {
		return errors.New("cannot judge: no user and password to log in with: give --user and --password-file or SYSADM_PASSWORD")
	}
	for _, address := range []string{server.WS, server.REST} {
		if address == "" {
			continue
		}
		if err := server.Reachable(ctx, address); err != nil {
			return fmt.Errorf("cannot judge %s: %w", address, advised(err))
		}
	}
	if err := speaks(ctx, server, user); err != nil {
		return err
	}
	if err := Login(ctx, server, user); err != nil || operator.Name == "" {
		return err
	}
	return Login(ctx, server, operator)
}

// advised adds to an error of a first connection what to do about it.
func advised(err error) error {
	var untrusted *tls.CertificateVerificationError
	var noTLS tls.RecordHeaderError
	switch {
	case errors.As(err, &untrusted):
		return fmt.Errorf("cannot verify the certificate (%v): give --ca, --fingerprint or --insecure", untrusted.Err)
	case errors.As(err, &noTLS):
		return fmt.Errorf("the server there does not speak TLS: give the address of a sysadm server")
	}
	return err
}

// speaks reports an error if nothing that answers at the addresses resembles a
// sysadm server: no WebSocket is opened, and REST is answered neither in JSON nor
// by asking for a login. It would fail every check, and prove nothing.
func speaks(ctx context.Context, server probe.Server, user User) error {
	var wrong error
	if server.WS != "" {
		conn, status, err := server.Dial(ctx, nil)
		if err == nil {
			_ = conn.Close() // it was opened; a goodbye may fail
			return nil
		}
		if status == 0 {
			return nil // it hangs up: for the checks to judge
		}
		wrong = fmt.Errorf("cannot judge %s: it opens no WebSocket connection but answers HTTP status %d: give the address of a sysadm server's WebSocket port", server.WS, status)
	}
	if server.REST != "" {
		reply, err := query(ctx, server, user)
		if err != nil || reply.Status == 401 || document.TypeOf(document.Parse(reply.Body)) == "object" {
			return nil
		}
		wrong = fmt.Errorf("cannot judge %s: PUT /rpc/query is answered HTTP status %d without JSON: give the address of a sysadm server's REST port", server.REST, reply.Status)
	}
	return wrong
}

// Login tries the credentials once, so that a wrong password is not taken for
// a wrong server. Whatever else goes wrong is for the checks to judge.
func Login(ctx context.Context, server probe.Server, user User) error {
	refused := server.WS == "" || refusesWebSocket(ctx, server, user)
	if refused && server.REST != "" {
		reply, err := query(ctx, server, user)
		refused = err == nil && reply.Status == 401
	}
	if refused {
		return fmt.Errorf("cannot judge: the server refuses the login of user %q: check the user and the password", user.Name)
	}
	return nil
}

// query sends the plainest request there is over REST.
func query(ctx context.Context, server probe.Server, user User) (probe.Reply, error) {
	return server.Do(ctx, probe.Request{Verb: "PUT", Path: "/rpc/query", User: user.Name, Password: user.Password, Body: []byte("{}")})
}

// refusesWebSocket reports whether rpc/auth answers a plain 401.
func refusesWebSocket(ctx context.Context, server probe.Server, user User) bool {
	conn, _, err := server.Dial(ctx, nil)
	if err != nil {
		return false
	}
	defer conn.Close()
	login := document.Message("login", "rpc", "auth", map[string]any{"username": user.Name, "password": user.Password})
	if conn.Send(ctx, login) != nil {
		return false
	}
	text, err := conn.Receive(ctx)
	return err == nil && document.TextAt(document.Parse(text), "/args/code") == "401"
}
