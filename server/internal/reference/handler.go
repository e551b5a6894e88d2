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
	switch {
	case errors.Is(err, errTooLong):
		head, _, _ = strings.Cut(head, "\n") // the first line is enough for an answer
	case err != nil:
		return nil
	}
	_ = control.SetReadDeadline(time.Now().Add(h.BodyTimeout))
	lines := parseRequest(head) // all lines: a brace in one must not hide the others from these checks
	before, text := split(head)
	m := h.message(caller, before)
	m.request.closes = true
	if refusal := h.refusal(lines, err); refusal != nil {
		m.refuse(refusal)
	} else {
		m.check(r.Context())
	}
	if m.refused == nil && !m.request.describes() {
		if blank && strings.EqualFold(lines.value("Expect"), "100-continue") {
			w.WriteHeader(http.StatusContinue)
		}
		text += h.rest(in, m, lines, blank)
	}
	_, text = split(text)
	return m.open(r.Context(), text)
}

// refusal returns why a request is refused before its login is tried, or nil.
func (h *Handler) refusal(lines request, tooLong error) *rpc.Error {
	if tooLong != nil {
		return rpc.Errorf(431, "the lines of a request may be %d bytes long", h.Head)
	}
	return h.CheckOrigin(lines.value("Origin"), lines.value("Host"))
}

// rest reads what follows the lines, and refuses a message that is too long.
func (h *Handler) rest(in *bufio.Reader, m *message, lines request, blank bool) string {
	most := h.AnonymousBody
	if m.caller.Identity.User != "" {
		most = h.Body
	}
	body, err := readBody(in, lines, blank, most)
	if err != nil {
		m.refuse(rpc.Errorf(413, "the JSON of a request may be %d bytes long", most))
	}
	return body
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
