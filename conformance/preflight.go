package conformance

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"time"

	"github.com/sysadm-go/sysadm/conformance/internal/attendant"
	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/jail"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// preflight makes sure that there is a server to judge, so that a wrong
// address or password is not taken for a wrong server.
func (r *run) preflight(ctx context.Context, e edition.Edition) (Endpoint, error) {
	endpoint, stop, err := r.options.Host.Start(ctx, Setting{Edition: e, Compat: r.options.Compat, Levers: true})
	if err != nil {
		return Endpoint{}, err
	}
	r.stops = append(r.stops, stop)
	server, err := endpoint.reachable(ctx, r.options.Timeout)
	if err != nil {
		return endpoint, err
	}
	h := hostOf(server, endpoint, e)
	r.hosts[e.Name] = h
	return endpoint, r.options.jailThere(ctx, h.Attendant)
}

// reachable returns how to probe the endpoint, having made a connection to each address
// and logged in, or reports why it cannot.
func (e Endpoint) reachable(ctx context.Context, timeout time.Duration) (probe.Server, error) {
	if e.WS == "" && e.REST == "" {
		return probe.Server{}, errors.New("cannot judge: the server has no address: give --ws, --rest or both")
	}
	if e.User == "" || e.Password == "" {
		return probe.Server{}, errors.New("cannot judge: no user and password to log in with: give --user and --password-file or SYSADM_PASSWORD")
	}
	server, err := e.server(timeout)
	if err != nil {
		return server, err
	}
	for _, address := range []string{e.WS, e.REST} {
		if address == "" {
			continue
		}
		if err := server.Reachable(ctx, address); err != nil {
			return server, fmt.Errorf("cannot judge %s: %w", address, advised(err))
		}
	}
	if err := e.speaks(ctx, server); err != nil {
		return server, err
	}
	if err := e.login(ctx, server); err != nil || e.Operator == "" {
		return server, err
	}
	return server, e.asOperator().login(ctx, server)
}

// asOperator is the endpoint as its second user sees it.
func (e Endpoint) asOperator() Endpoint {
	e.User, e.Password = e.Operator, e.OperatorPassword
	return e
}

// login tries the credentials once, so that a wrong password is not taken for
// a wrong server. Whatever else goes wrong is for the checks to judge.
func (e Endpoint) login(ctx context.Context, server probe.Server) error {
	refused := e.WS == "" || e.refusesWebSocket(ctx, server)
	if refused && e.REST != "" {
		reply, err := e.query(ctx, server)
		refused = err == nil && reply.Status == 401
	}
	if refused {
		return fmt.Errorf("cannot judge: the server refuses the login of user %q: check the user and the password", e.User)
	}
	return nil
}

// query sends the plainest request there is over REST.
func (e Endpoint) query(ctx context.Context, server probe.Server) (probe.Reply, error) {
	return server.Do(ctx, probe.Request{Verb: "PUT", Path: "/rpc/query", User: e.User, Password: e.Password, Body: []byte("{}")})
}

// refusesWebSocket reports whether rpc/auth answers a plain 401.
func (e Endpoint) refusesWebSocket(ctx context.Context, server probe.Server) bool {
	conn, _, err := server.Dial(ctx, nil)
	if err != nil {
		return false
	}
	defer conn.Close()
	login := document.Message("login", "rpc", "auth", map[string]any{"username": e.User, "password": e.Password})
	if conn.Send(ctx, login) != nil {
		return false
	}
	text, err := conn.Receive(ctx)
	return err == nil && document.TextAt(document.Parse(text), "/args/code") == "401"
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
		reply, err := e.query(ctx, server)
		if err != nil || reply.Status == 401 || document.TypeOf(document.Parse(reply.Body)) == "object" {
			return nil
		}
		wrong = fmt.Errorf("cannot judge %s: PUT /rpc/query is answered HTTP status %d without JSON: give the address of a sysadm server's REST port", e.REST, reply.Status)
	}
	return wrong
}

// jailThere reports an error if the jail that checks may start and stop is not
// there. One that listjails hides is for the checks to judge.
func (o Options) jailThere(ctx context.Context, a *attendant.Attendant) error {
	if o.Host.Simulated() || !o.Destructive || o.Jail == "" {
		return nil
	}
	rows, err := a.Jails(ctx)
	if _, found := jail.Find(rows, o.Jail); err != nil || found || a.Knows(ctx, o.Jail) {
		return nil
	}
	return fmt.Errorf("cannot judge: the host has no jail %q: name another with --jail", o.Jail)
}
