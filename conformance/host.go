package conformance

import (
	"context"
	"crypto/tls"
	"time"

	"github.com/sysadm-go/sysadm/conformance/internal/probe"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A Host provides the server to judge: a simulated one, new for each check, or
// one that all checks share.
type Host interface {
	// Start returns a server in the given setting, and a function that ends
	// what was started for this check. The function need not wait for the end;
	// Close does.
	Start(ctx context.Context, s Setting) (Endpoint, func() error, error)

	// Simulated says that every Start makes a new host, which a check may
	// change, which is thrown away afterwards, and which obeys
	// Setting.Documented. The suite registers keys there whose private halves
	// are public.
	Simulated() bool

	// Close ends what the checks shared.
	Close() error
}

// A Setting says how a server is to be started, as far as its host can do it.
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

	// Levers is the HTTP address of the levers of a simulated host, such as
	// http://127.0.0.1:40000 (docs/simulator.md). If it is empty, the checks
	// that need them are left out.
	Levers string
}

// server returns how to probe the endpoint.
func (e Endpoint) server(timeout time.Duration) (probe.Server, error) {
	config, err := e.TLS()
	return probe.Server{WS: e.WS, REST: e.REST, TLS: config, Timeout: timeout}, err
}

// TLS returns the TLS configuration that trusts the server; the error says what
// is wrong with CAFile or Fingerprint.
func (e Endpoint) TLS() (*tls.Config, error) {
	return probe.Trust{CAFile: e.CAFile, Fingerprint: e.Fingerprint, Insecure: e.Insecure}.Config()
}
