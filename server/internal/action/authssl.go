package action

import (
	"context"
	"encoding/base64"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// authSSL logs the caller in with a registered SSL key, in two requests
// (documents of 2016-03-03, "Authentication"): the first gets a test string,
// the second brings its signature by the client's private key.
func (h *Host) authSSL(ctx context.Context, r *rpc.Request) (any, error) {
	h.leave(ctx, r)
	args, _ := r.Object() // "" in the first request
	if _, bridge := args.Member("md5_key"); bridge {
		return nil, rpc.Errorf(400, "logins through a bridge (md5_key) are not served")
	}
	if _, second := args.Member("encrypted_string"); second {
		return h.authSSLSigned(ctx, r, args)
	}
	text, err := h.Logins.Challenge(ctx, r.Caller.Address)
	if err != nil {
		return nil, rpc.LoginError(err, h.Compat)
	}
	return map[string]string{"test_string": text}, nil
}

func (h *Host) authSSLSigned(ctx context.Context, r *rpc.Request, args rpc.Args) (any, error) {
	encrypted, _, err := args.String("encrypted_string")
	if err != nil {
		return nil, rpc.Unauthorized()
	}
	signature, err := base64.StdEncoding.DecodeString(encrypted)
	if err != nil {
		return nil, rpc.Unauthorized()
	}
	token, err := h.Logins.LoginKey(ctx, r.Caller.Address, signature)
	if err != nil {
		return nil, rpc.LoginError(err, h.Compat)
	}
	return h.loggedIn(r, token), nil
}
