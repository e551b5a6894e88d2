package mutant

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/sysadm-go/sysadm/conformance"
)

// A Host is a right host behind a proxy that makes it wrong in one way.
type Host struct {
	// Inner is the right host. Its servers are started and ended as the suite asks.
	Inner conformance.Host

	// Mutant is the way of being wrong; the zero one changes nothing.
	Mutant Mutant

	closes bool // the inner host is closed with this one
}

// Start starts a server of the inner host, and a proxy in front of it that
// knows nothing of other starts.
func (h *Host) Start(ctx context.Context, s conformance.Setting) (conformance.Endpoint, func() error, error) {
	endpoint, stop, err := h.Inner.Start(ctx, s)
	if err != nil {
		return conformance.Endpoint{}, nil, err
	}
	p, err := newProxy(endpoint, s)
	if err == nil {
		if h.Mutant.bend != nil {
			h.Mutant.bend(p)
		}
		err = p.listen()
	}
	if err != nil {
		return conformance.Endpoint{}, nil, errors.Join(err, stop())
	}
	return p.endpoint(), func() error { return errors.Join(p.close(), stop()) }, nil
}

// Simulated is that of the inner host.
func (h *Host) Simulated() bool { return h.Inner.Simulated() }

// Close leaves the inner host open where other mutants use it, too.
func (h *Host) Close() error {
	if h.closes {
		return h.Inner.Close()
	}
	return nil
}

// endpoint is where the suite finds the proxy.
func (p *proxy) endpoint() conformance.Endpoint {
	e := p.inner
	e.CAFile, e.Insecure = "", false
	e.Fingerprint = fmt.Sprintf("%x", sha256.Sum256(p.tls.Certificates[0].Certificate[0]))
	e.WS, e.REST = "wss://"+p.ws.Addr().String(), "https://"+p.rest.Addr().String()
	return e
}
