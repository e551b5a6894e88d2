package rest

import (
	"net/http"
	"strconv"
	"time"

	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// refuse answers a request of which only the headers were read.
func (h *Handler) refuse(w http.ResponseWriter, reply *rpc.Reply) {
	if reply.Code == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", allowed)
	}
	h.write(w, reply)
}

// write writes the reply's arguments, indented by four blanks and followed by a
// newline, as in the documents.
func (h *Handler) write(w http.ResponseWriter, reply *rpc.Reply) {
	text := body(reply)
	header := w.Header()
	if reply.Code == http.StatusUnauthorized {
		askForLogin(w)
	}
	if reply.Code == http.StatusTooManyRequests || reply.Code == http.StatusServiceUnavailable {
		header.Set("Retry-After", "1") // seconds
	}
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Length", strconv.Itoa(len(text)))
	header.Set("Content-Type", "application/json")
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Now().Add(h.WriteTimeout))
	w.WriteHeader(reply.Code)
	_, _ = w.Write(text) // an error means that the client has left
	_ = control.Flush()
}

// body returns the reply's arguments, indented.
func body(reply *rpc.Reply) []byte {
	return append(wire.Indent(wire.Object(reply.Message.Args, "args")), '\n')
}
