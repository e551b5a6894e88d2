package right

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/outside"
	"github.com/sysadm-go/sysadm/conformance/internal/selfsigned"
)

// A Host starts a right server for each check, or a bent one. The zero Host is
// right in the documented style.
type Host struct {
	style style // the zero one is the documented
	bend  func(s *server)
	tls   func(*tls.Config)
	http2 bool

	bendsHost bool // bend changes jails and pools only
	bendsJobs bool // bend changes jobs only

	shared bool    // a host of its own that is never started anew
	only   *server // the one server of a shared host
}

// Simulated is false for a host of its own: that is to be left as it was.
func (h *Host) Simulated() bool { return !h.shared }

// Close has nothing to end.
func (h *Host) Close() error { return nil }

// Start opens the ports of a new server, or of the only one. What it returns
// closes them.
func (h *Host) Start(_ context.Context, set conformance.Setting) (conformance.Endpoint, func() error, error) {
	s := h.only
	if s == nil {
		s = h.newServer(newHost(set.Edition, set.Documented))
	}
	endpoint, _, stop := h.listen(s, set.Outside)
	if set.Levers && !h.shared {
		endpoint, stop = withLevers(s, endpoint, stop)
	}
	return endpoint, stop, nil
}

// newServer is a server on a host, bent as this one's are.
func (h *Host) newServer(on *host) *server {
	s := newServer(on, cmp.Or(h.style, documentedStyle))
	if h.bend != nil {
		h.bend(s)
	}
	return s
}

// listen opens both ports of a server, whose certificate it returns as DER.
func (h *Host) listen(s *server, outside bool) (conformance.Endpoint, []byte, func() error) {
	rest, ws := h.serve(s, outside), h.serve(http.HandlerFunc(s.serveWebSocket), outside)
	certificate := ws.Certificate().Raw
	endpoint := conformance.Endpoint{
		WS: "wss" + strings.TrimPrefix(ws.URL, "https"), REST: rest.URL,
		Fingerprint: fmt.Sprintf("%x", sha256.Sum256(certificate)), User: admin, Password: adminPassword,
		Operator: operator, OperatorPassword: operatorPassword,
	}
	return endpoint, certificate, func() error { rest.Close(); ws.Close(); return nil }
}

func (h *Host) serve(handler http.Handler, outside bool) *httptest.Server {
	port := httptest.NewUnstartedServer(handler)
	if outside {
		_ = port.Listener.Close()
		port.Listener = outsideListener()
	}
	port.Config.ErrorLog = log.New(io.Discard, "", 0)
	port.TLS = &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{quickCertificate()}}
	if h.tls != nil {
		h.tls(port.TLS)
	}
	port.EnableHTTP2 = h.http2
	port.StartTLS()
	return port
}

func quickCertificate() tls.Certificate {
	certificate, err := selfsigned.Quick()
	if err != nil {
		panic(err)
	}
	return certificate
}

// outsideListener listens on the first address of this machine that is not
// loopback, nil if there is none.
func outsideListener() net.Listener {
	address := outside.Address()
	if address == "" {
		return nil
	}
	listener, _ := net.Listen("tcp", net.JoinHostPort(address, "0"))
	return listener
}
