package rest

import (
	"io"
	"net/http"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// discarded is how many bytes of a body beyond its limit are read, so that a
// client that reads only after writing gets its answer.
const discarded = 64 << 20

// readBody reads the whole body. Its error is a reply to the client.
func (h *Handler) readBody(r *http.Request, caller *rpc.Caller) ([]byte, *rpc.Error) {
	limit := h.AnonymousBody
	if caller.Token != "" || caller.Identity.User != "" {
		limit = h.Body
	}
	tooLong := rpc.Errorf(413, "a body may be %d bytes long", limit)
	if r.ContentLength > limit && r.Header.Get("Expect") != "" {
		return nil, tooLong
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, limit+1))
	if err != nil {
		return nil, rpc.Errorf(400, "the body cannot be read")
	}
	if int64(len(body)) > limit {
		_, _ = io.CopyN(io.Discard, r.Body, discarded)
		return nil, tooLong
	}
	return body, nil
}
