package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

// management is the port with the levers of a served host. It speaks plain HTTP
// without users, and therefore listens on loopback only.
type management struct {
	host     *fakeiocage.Host
	initial  fakeiocage.Seed
	levers   []lever
	listener net.Listener // nil: there is no port
}

const (
	maxContent      = 64 << 20 // bytes of a seed, a fault file or a state
	readTimeout     = time.Minute
	shutdownTimeout = 5 * time.Second
)

// openManagement listens on the address, which must be a loopback address. An
// empty address means no port.
func openManagement(ctx context.Context, addr string, host *fakeiocage.Host, initial fakeiocage.Seed) (*management, error) {
	m := &management{host: host, initial: initial, levers: levers()}
	if addr == "" {
		return m, nil
	}
	name, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("cannot offer the levers: %w: use an address such as 127.0.0.1:0", err)
	}
	if !loopback(name) {
		return nil, fmt.Errorf("cannot offer the levers on %s, because anybody who reaches them controls the host: use a loopback address, such as 127.0.0.1:0", addr)
	}
	if m.listener, err = (&net.ListenConfig{}).Listen(ctx, "tcp", addr); err != nil {
		return nil, fmt.Errorf("cannot offer the levers: %w: choose another address with --management-addr", err)
	}
	return m, nil
}

func loopback(name string) bool {
	ip, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return strings.EqualFold(name, "localhost") || err == nil && ip.IsLoopback()
}

// url is the address of the levers, or "" if there is no port.
func (m *management) url() string {
	if m.listener == nil {
		return ""
	}
	return "http://" + m.listener.Addr().String()
}

// close closes a port that will not be served.
func (m *management) close() error {
	if m.listener == nil {
		return nil
	}
	return m.listener.Close()
}

// serve answers until ctx ends, and then cancels running requests.
func (m *management) serve(ctx context.Context) error {
	if m.listener == nil {
		return nil
	}
	srv := &http.Server{Handler: m, ReadTimeout: readTimeout, IdleTimeout: readTimeout}
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
		defer cancel()
		if srv.Shutdown(limited) != nil {
			_ = srv.Close()
		}
	})
	err := srv.Serve(m.listener)
	if !stop() {
		<-ended
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// ServeHTTP applies the lever in the path: its words, then the operands.
func (m *management) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if why := foreign(r); why != "" {
		refuse(w, http.StatusForbidden, why)
		return
	}
	words, err := pathWords(r.URL)
	if err != nil {
		refuse(w, http.StatusBadRequest, "cannot read the path: "+err.Error())
		return
	}
	l, operands, found := m.find(words)
	method := http.MethodPost
	if l.asks {
		method = http.MethodGet
	}
	switch {
	case !found:
		refuse(w, http.StatusNotFound, fmt.Sprintf("there is no lever %q", strings.Join(words, " ")))
	case r.Method != method:
		w.Header().Set("Allow", method)
		refuse(w, http.StatusMethodNotAllowed, "use "+method)
	case len(operands) < l.min || len(operands) > l.max:
		refuse(w, http.StatusBadRequest, fmt.Sprintf("use %s /%s", method, strings.ReplaceAll(strings.TrimSpace(l.words+" "+l.operands), " ", "/")))
	default:
		m.work(w, r, l, operands)
	}
}

func (m *management) work(w http.ResponseWriter, r *http.Request, l lever, operands []string) {
	in, err := readInput(w, r, l)
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	in.operands, in.initial = operands, m.initial
	answer, err := l.do(m.host, in)
	switch raw, isRaw := answer.([]byte); {
	case err != nil && l.words == "calls expect":
		refuse(w, http.StatusExpectationFailed, err.Error())
	case err != nil:
		refuse(w, http.StatusBadRequest, err.Error())
	case answer == nil:
		w.WriteHeader(http.StatusNoContent)
	case isRaw:
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(raw)
	default:
		w.Header().Set("Content-Type", "application/json")
		_ = writeJSON(w, answer)
	}
}

// find returns the lever whose words are the longest beginning of the path.
func (m *management) find(words []string) (best lever, operands []string, found bool) {
	longest := 0
	for _, l := range m.levers {
		own := strings.Fields(l.words)
		if len(own) > longest && len(own) <= len(words) && slices.Equal(own, words[:len(own)]) {
			best, operands, found, longest = l, words[len(own):], true, len(own)
		}
	}
	return best, operands, found
}

// pathWords returns the parts of the path, in which %2F stands for a slash.
func pathWords(u *url.URL) ([]string, error) {
	var words []string
	for part := range strings.SplitSeq(strings.TrimPrefix(u.EscapedPath(), "/"), "/") {
		word, err := url.PathUnescape(part)
		if err != nil {
			return nil, err
		}
		words = append(words, word)
	}
	return words, nil
}

// foreign returns why a request does not come from a program on this machine:
// another host's web page sent it, or reached the port under another host name.
func foreign(r *http.Request) string {
	name := r.Host
	if host, _, err := net.SplitHostPort(r.Host); err == nil {
		name = host
	}
	origin := r.Header.Get("Origin")
	site := r.Header.Get("Sec-Fetch-Site")
	switch {
	case !loopback(name):
		return fmt.Sprintf("Host %q is not a loopback name", r.Host)
	case origin != "" && origin != "http://"+r.Host:
		return fmt.Sprintf("requests from the web page %q are refused", origin)
	case site != "" && site != "same-origin" && site != "none":
		return "requests from web pages are refused"
	}
	return ""
}
