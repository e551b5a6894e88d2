package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// authToken adopts a token that was issued to any connection, this one
// included.
func (h *Host) authToken(ctx context.Context, r *rpc.Request) (any, error) {
	token, err := tokenOf(r)
	if err == nil && token == r.Caller.Token {
		r.Caller.Forget() // so that there is no login to leave
	}
	h.leave(ctx, r)
	if err != nil {
		return nil, rpc.Unauthorized()
	}
	if _, found := h.Logins.Renew(ctx, r.Caller.Address, token); !found {
		return nil, rpc.Unauthorized()
	}
	return h.loggedIn(r, token), nil
}

func tokenOf(r *rpc.Request) (string, error) {
	args, err := r.Object()
	if err != nil {
		return "", err
	}
	token, _, err := args.String("token")
	return token, err
}
