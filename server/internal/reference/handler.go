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

// A Handler answers the connections of Listen. Each carries one message and is
// closed after the reply, because error replies do not state their length.
type Handler struct {
	Speaker

	// Head is the longest header of a request in bytes, Body the longest JSON,
	// AnonymousBody the longest JSON without a login.
	Head                int
	Body, AnonymousBody int64

	// HeadTimeout limits the time of TLS and a request's lines, BodyTimeout
	// that of its JSON, and WriteTimeout the time that the client takes for the
	// reply.
	HeadTimeout, BodyTimeout, WriteTimeout time.Duration

	// CheckOrigin refuses requests of web pages by their headers Origin and Host.
	CheckOrigin func(origin, host string) *rpc.Error
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
		return // http.Server closes the connection
	}
	h.send(conn, text)
}

// receive returns the function that answers the message, or nil if none came.
func (h *Handler) receive(w http.ResponseWriter, r *http.Request, caller *rpc.Caller) func(context.Context) []byte {
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(h.HeadTimeout))
	in := bufio.NewReaderSize(r.Body, 16<<10)
	head, blank, err := readHead(in, h.Head)
	if err != nil && !errors.Is(err, errTooLong) {
		return nil
	}
	if err != nil {
		head, _, _ = strings.Cut(head, "\n") // the first line is enough for an answer
	}
	_ = control.SetReadDeadline(time.Now().Add(h.BodyTimeout))
	lines := parseRequest(head) // all lines: a brace in one must not hide the others from these checks
	before, within := split(head)
	m := h.begin(r.Context(), caller, before)
	m.request.closes = true
	if err != nil {
		m.refuse(rpc.Errorf(431, "the lines of a request may be %d bytes long", h.Head))
	} else if err := h.CheckOrigin(lines.value("Origin"), lines.value("Host")); err != nil {
		m.refuse(err)
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

// most returns the longest JSON accepted; without a login it is shorter.
func (h *Handler) most(m *message) int64 {
	if m.caller.Identity.User != "" {
		return h.Body
	}
	return h.AnonymousBody
}

// farewell is how long a client may take to hang up. What it sent beyond its
// message is read meanwhile; otherwise the system would drop the reply in
// transit.
const farewell = time.Second

// send writes the reply and closes the connection.
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
