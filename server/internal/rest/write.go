package rest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// refuse writes the reply to a request that went no further than its headers.
func (h *Handler) refuse(w http.ResponseWriter, reply *rpc.Reply) {
	if reply.Code == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", allowed)
	}
	if h.Router.Compat.BareRESTErrors {
		w.WriteHeader(reply.Code)
		return
	}
	h.write(w, reply)
}

// write writes the reply's arguments, indented by four blanks and ended by a
// newline as in the documents.
func (h *Handler) write(w http.ResponseWriter, reply *rpc.Reply) {
	body := h.body(reply)
	header := w.Header()
	if reply.Code == http.StatusUnauthorized {
		askForLogin(w)
	}
	if reply.Code == http.StatusTooManyRequests || reply.Code == http.StatusServiceUnavailable {
		header.Set("Retry-After", "1") // seconds
	}
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Length", strconv.Itoa(len(body)))
	header["Content-Type"] = nil // no guessing
	if reply.Code == http.StatusOK || !h.Router.Compat.BareRESTErrors {
		header.Set("Content-Type", h.Router.Compat.RESTType)
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(h.WriteTimeout))
	w.WriteHeader(reply.Code)
	_, _ = w.Write(body) // the client has left: nobody to tell
}

// bareBody is the body of an error that tells nothing, in the original's layout.
const bareBody = "{\n    \"args\": {\n    }\n}\n"

// body is nil where the reply has none.
func (h *Handler) body(reply *rpc.Reply) []byte {
	if h.Router.Compat.BareRESTErrors && reply.Code == http.StatusUnauthorized {
		return nil
	}
	if h.Router.Compat.BareRESTErrors && reply.Code != http.StatusOK {
		return []byte(bareBody)
	}
	compact, _ := wire.Marshal(map[string]json.RawMessage{"args": reply.Message.Args})
	var b bytes.Buffer
	_ = json.Indent(&b, compact, "", "    ") // compact is JSON
	b.WriteByte('\n')
	return b.Bytes()
}
