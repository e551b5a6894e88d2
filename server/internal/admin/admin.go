// Package admin serves health checks and metrics to the administrator's
// programs: whether the server is alive, whether it can do its work, and how
// much it does. It needs no login, and is meant for clients on this host only.
package admin

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/pprof"
	"net/netip"
	"strings"

	"github.com/sysadm-go/sysadm/server/internal/metrics"
)

// A Check is one condition for the server to do its work.
type Check struct {
	Name string
	Err  error // why it is not met
}

// Options say what is served.
type Options struct {
	// Ready makes the checks; the server is ready if all succeed.
	Ready func() []Check

	// Metrics are those of the server.
	Metrics *metrics.Registry

	// Profile offers net/http/pprof, which costs time and shows memory.
	Profile bool

	// Anywhere accepts any Host header. Otherwise it must name an address or
	// localhost, so that no web page can read from here under a name that its
	// owner has pointed to this host.
	Anywhere bool
}

// Handler answers GET of /healthz, /readyz and /metrics.
func Handler(o Options) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "ok\n")
	})
	mux.HandleFunc("GET /readyz", o.ready)
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", metrics.ContentType)
		_, _ = o.Metrics.WriteTo(w) // an error means that the client has left
	})
	if o.Profile {
		mux.HandleFunc("GET /debug/pprof/", pprof.Index)
		mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
		mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
		mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
		mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	}
	return o.refuseNames(mux)
}

// ready writes a line for each check, with 503 if one fails.
func (o Options) ready(w http.ResponseWriter, _ *http.Request) {
	status := http.StatusOK
	var text strings.Builder
	for _, check := range o.Ready() {
		said := "ok"
		if check.Err != nil {
			said, status = check.Err.Error(), http.StatusServiceUnavailable
		}
		fmt.Fprintf(&text, "%s: %s\n", check.Name, said)
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text.String())
}

func (o Options) refuseNames(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if !o.Anywhere && !isPlain(r.Host) {
			http.Error(w, "ask for this host by its address", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isPlain reports whether a Host header is an address, localhost, or empty. A
// web page with a name of its own cannot send these.
func isPlain(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	_, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil || host == "" || strings.EqualFold(host, "localhost")
}

// Listen listens on an address that Resolve accepts.
func Listen(address string, anywhere bool) (net.Listener, error) {
	tcp, err := Resolve(address, anywhere)
	if err != nil {
		return nil, err
	}
	l, err := net.ListenTCP("tcp", tcp)
	if err != nil {
		return nil, fmt.Errorf("cannot listen for the administrator: %v: choose another address with --admin-addr", err)
	}
	return l, nil
}

// Resolve resolves an address. Unless anywhere is true, it must belong to this
// host alone.
func Resolve(address string, anywhere bool) (*net.TCPAddr, error) {
	tcp, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("cannot use --admin-addr: %v", err)
	}
	if !anywhere && !tcp.IP.IsLoopback() {
		return nil, fmt.Errorf("cannot use --admin-addr %s: clients there need no login: choose a loopback address, or add --admin-anywhere", address)
	}
	return tcp, nil
}
