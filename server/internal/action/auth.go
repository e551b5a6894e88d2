package action

import (
	"context"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// auth logs the caller in with user and password (documents, "Authentication").
// A failed login ends the previous one.
func (h *Host) auth(ctx context.Context, r *rpc.Request) (any, error) {
	h.leave(ctx, r)
	args, err := r.Object()
	if err != nil {
		return nil, rpc.Unauthorized()
	}
	user, userErr := h.credential(args, "username")
	password, passwordErr := h.credential(args, "password")
	if userErr != nil || passwordErr != nil || user == "" {
		return nil, rpc.Unauthorized()
	}
	token, err := h.Logins.Login(ctx, r.Caller.Address, user, password)
	if err != nil {
		return nil, rpc.LoginError(err, h.Compat)
	}
	return h.loggedIn(r, token), nil
}

// credential returns a user's name or password. Where arguments are loose, a
// number or a boolean is accepted as its text.
func (h *Host) credential(args rpc.Args, name string) (string, error) {
	value, _, err := args.String(name)
	if err == nil || !h.Compat.LooseArguments {
		return value, err
	}
	if raw, _ := args.Member(name); strings.IndexByte("{[n", raw[0]) < 0 {
		return string(raw), nil
	}
	return "", err
}

// authUnknown refuses unknown names that begin with auth, and ends the caller's
// login, as the original does.
func (h *Host) authUnknown(ctx context.Context, r *rpc.Request) (any, error) {
	h.leave(ctx, r)
	return nil, rpc.Unauthorized()
}

// leave ends the caller's current login before another one is tried.
func (h *Host) leave(ctx context.Context, r *rpc.Request) {
	h.Logins.Leave(ctx, r.Caller.Address, r.Caller.Token)
	r.Caller.Forget()
}

// loggedIn gives the caller its token. The reply is the token and its life in
// seconds.
func (h *Host) loggedIn(r *rpc.Request, token string) any {
	r.Caller.Token = token
	if h.Compat.NoSeconds {
		return []any{token, 0}
	}
	return []any{token, int(h.Logins.TokenLife() / time.Second)}
}
