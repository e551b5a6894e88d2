package reference

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// emptyBody is the body of an error reply by a class.
const emptyBody = "{\n    \"args\": {\n    }\n}\n"

// body returns the body of the reply, or nil if it has none.
func (m *message) body(reply *rpc.Reply) []byte {
	namespace, _ := m.request.class()
	switch {
	case reply.Code == http.StatusOK:
		return append(wire.IndentAsQt(wire.Object(reply.Message.Args, "args")), '\n')
	case m.bare, reply.Code == http.StatusUnauthorized, strings.EqualFold(namespace, "events"):
		return nil
	}
	return []byte(emptyBody)
}

// silence returns the reply to a request without one: over WebSocket nothing,
// over REST the header lines only. There, the original left the client waiting.
func (m *message) silence() []byte {
	if m.request.verb == "" {
		return nil
	}
	return m.request.reply(http.StatusNoContent, nil)
}

// reply writes the lines of a reply, in the original's order, and its body. The
// date is local time without a zone.
func (r request) reply(code int, body []byte) []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\r\n", args...) }
	line("%s %d %s", r.version, code, http.StatusText(code))
	line("Server: SysAdm/1.0")
	line("Date: %s", time.Now().Format("2006-01-02T15:04:05"))
	if r.verb == "OPTIONS" {
		line("Allow: HEAD, GET")
		line("Hosts: /syscache")
	}
	if r.describes() {
		line("Accept: text/json")
	}
	if code == http.StatusOK {
		line("Content-Type: text/json; charset=utf-8")
	}
	if body != nil {
		line("Content-Length: %d", len(body))
	}
	if r.closes {
		line("Connection: close")
	}
	line("")
	return append([]byte(b.String()), body...)
}
