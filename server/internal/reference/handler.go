package reference

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// A Handler answers the connections of Listen: one message each, which the
// connection ends with, for errors say nothing of their length.
type Handler struct {
	Speaker

	// Head is how long the lines of a request may be in bytes, Body its JSON,
	// AnonymousBody the JSON of those without a login.
	Head                int
	Body, AnonymousBody int64

	// HeadTimeout bounds the time in which TLS and a request's lines come,
	// BodyTimeout that of its JSON, WriteTimeout that in which the client takes
	// the reply.
	HeadTimeout, BodyTimeout, WriteTimeout time.Duration

	// Foreign tells an Origin that is the web page of another host than Host.
	Foreign func(origin, host string) bool
}

// ServeHTTP reads a message from the body of the prelude.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	from, _ := netip.ParseAddrPort(r.RemoteAddr)
	caller := &rpc.Caller{Address: from.Addr().Unmap(), Transport: "rest"}
	var text []byte
	if answer := h.receive(w, r, caller); answer != nil {
		text = answer(r.Context())
	}
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return // http.Server closes it
	}
	h.send(conn, text)
}

// receive returns what answers the message; nil, where nothing came.
func (h *Handler) receive(w http.ResponseWriter, r *http.Request, caller *rpc.Caller) func(context.Context) []byte {
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(h.HeadTimeout))
	in := bufio.NewReaderSize(r.Body, 16<<10)
	head, blank, err := readHead(in, h.Head)
	if err != nil && !errors.Is(err, errTooLong) {
		return nil
	}
	if err != nil {
		head, _, _ = strings.Cut(head, "\n") // enough to answer
	}
	_ = control.SetReadDeadline(time.Now().Add(h.BodyTimeout))
	lines := parseRequest(head) // all of them: a brace hides none from what is checked here
	before, within := split(head)
	m := h.begin(r.Context(), caller, before)
	m.request.closes = true
	switch {
	case err != nil:
		m.refuse(rpc.Errorf(431, "the lines of a request may be %d bytes long", h.Head))
	case h.Foreign(lines.value("Origin"), lines.value("Host")):
		m.refuse(rpc.Errorf(403, "web pages of other hosts may not use this server"))
	}
	if m.refused != nil || m.request.describes() {
		return m.open(r.Context(), "")
	}
	if blank && strings.EqualFold(lines.value("Expect"), "100-continue") {
		w.WriteHeader(http.StatusContinue)
	}
	body, err := readBody(in, lines, blank, h.most(m))
	if err != nil {
		m.refuse(rpc.Errorf(413, "the JSON of a request may be %d bytes long", h.most(m)))
	}
	_, body = split(within + body)
	return m.open(r.Context(), body)
}

// most is how long the JSON may be: whoever has no login sends less.
func (h *Handler) most(m *message) int64 {
	if m.caller.Identity.User != "" {
		return h.Body
	}
	return h.AnonymousBody
}

// farewell is how long a client may take to hang up, in which what it sent
// beyond its message is read: else the system would drop the reply on its way.
const farewell = time.Second

// send writes the reply and ends the connection.
func (h *Handler) send(c net.Conn, text []byte) {
	defer c.Close()
	_ = c.SetWriteDeadline(time.Now().Add(h.WriteTimeout))
	if _, err := c.Write(text); err != nil || len(text) == 0 {
		return
	}
	if secure, ok := c.(*conn).NetConn().(*tls.Conn); ok {
		_ = secure.CloseWrite()
	}
	_ = c.SetReadDeadline(time.Now().Add(farewell))
	_, _ = io.Copy(io.Discard, c)
}
