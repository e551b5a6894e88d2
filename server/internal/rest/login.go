package rest

import (
	"net/http"
	"strings"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// login reads the Authorization header: Basic with user and password, or Bearer
// with a token. Without it the caller is nobody. If it is wrong, even classes
// that need no login are refused, as in the original.
func (h *Handler) login(r *http.Request, caller *rpc.Caller) *rpc.Error {
	header := r.Header.Get("Authorization")
	if header == "" {
		return nil
	}
	if scheme, token, _ := strings.Cut(header, " "); strings.EqualFold(scheme, "Bearer") {
		return h.bearer(r, caller, strings.TrimSpace(token))
	}
	user, password, ok := r.BasicAuth()
	if !ok {
		return rpc.Unauthorized()
	}
	identity, err := h.Router.Logins.Verify(r.Context(), caller.Address, user, password)
	if err != nil {
		return rpc.LoginError(err, h.Router.Compat)
	}
	caller.Identity = identity
	return nil
}

func (h *Handler) bearer(r *http.Request, caller *rpc.Caller, token string) *rpc.Error {
	if _, found := h.Router.Logins.Renew(r.Context(), caller.Address, token); !found {
		return rpc.Unauthorized()
	}
	caller.Token = token
	return nil
}

// askForLogin tells a client how to log in.
func askForLogin(w http.ResponseWriter) {
	w.Header().Add("WWW-Authenticate", `Basic realm="sysadm", charset="UTF-8"`)
	w.Header().Add("WWW-Authenticate", `Bearer realm="sysadm"`)
}
