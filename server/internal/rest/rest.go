// Package rest treats one HTTP request as one message: namespace and name come
// from the path, arguments from the body, and the reply's code becomes the
// status.
package rest

import (
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// Handler serves PUT, GET and POST of /<namespace>/<name>, which mean the same.
type Handler struct {
	Router *rpc.Router

	// Body is the longest body in bytes, AnonymousBody the longest without a
	// login. Longer ones are answered with 413.
	Body, AnonymousBody int64

	// WriteTimeout drops a client that does not take its reply.
	WriteTimeout time.Duration

	// CheckOrigin refuses requests of web pages by their headers Origin and Host.
	CheckOrigin func(origin, host string) *rpc.Error
}

// allowed is the value of the Allow header.
const allowed = "PUT, GET, POST"

// ServeHTTP answers in the order of the original's checks: verb, path, login,
// body, and then what the router checks. Foreign pages are refused before that.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var later rpc.Later
	defer later.Do()
	r = r.WithContext(later.With(rpc.WithRequestID(r.Context())))
	caller := &rpc.Caller{Address: addressOf(r), Transport: "rest"}
	if len(r.TransferEncoding) > 0 {
		w.Header().Set("Connection", "close") // a length beside it, which net/http hides, demands that (RFC 9112, 6.1)
	}
	if err := h.CheckOrigin(r.Header.Get("Origin"), r.Host); err != nil {
		h.refuse(w, h.Router.Refuse(caller, wire.Message{}, err).Answer(r.Context()))
		return
	}
	m, err := h.class(r)
	if err == nil {
		err = h.login(r, caller)
	}
	awaitTurn(r, caller)
	if err != nil {
		h.refuse(w, h.Router.Refuse(caller, m, err).Answer(r.Context()))
		return
	}
	h.answer(w, r, caller, m)
}

// class determines from verb and path what is requested. The arguments are read
// later.
func (h *Handler) class(r *http.Request) (wire.Message, *rpc.Error) {
	if r.Method != http.MethodPut && r.Method != http.MethodGet && r.Method != http.MethodPost {
		return wire.Message{}, rpc.Errorf(405, "use one of %s", allowed)
	}
	namespace, name, found := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if !found {
		name = namespace // as the original reads it: an unknown class rather than an empty name
	}
	if namespace == "" || name == "" || strings.HasSuffix(name, "/") {
		return wire.Message{}, rpc.Errorf(400, "the path must be /<namespace>/<name>")
	}
	return wire.Message{Namespace: namespace, Name: name}, nil
}

func (h *Handler) answer(w http.ResponseWriter, r *http.Request, caller *rpc.Caller, m wire.Message) {
	body, err := h.readBody(r, caller)
	if err == nil {
		m, err = h.Router.Bounds.ParseBody(body, m.Namespace, m.Name)
	}
	call := h.Router.Admit(r.Context(), caller, m)
	if err != nil && !call.Refused() {
		call = h.Router.Refuse(caller, m, err)
	}
	reply := call.Answer(r.Context())
	if reply == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	h.write(w, reply)
}

// addressOf returns the client's address, or the zero value if it has none.
func addressOf(r *http.Request) netip.Addr {
	from, _ := netip.ParseAddrPort(r.RemoteAddr)
	return from.Addr().Unmap()
}
