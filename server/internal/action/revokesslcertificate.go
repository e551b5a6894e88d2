package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// revokeSSLCertificate removes a registered key of the caller or, with full
// access, of the user named (documents of 2016-05-26, "Revoke a SSL Certificate").
func (h *Host) revokeSSLCertificate(_ context.Context, r *rpc.Request) (any, error) {
	key, err := keyOf(r)
	if err != nil {
		return nil, err
	}
	user, found, err := optional(r, "user")
	if err != nil {
		return nil, err
	}
	if !found || user == "" {
		user = r.Identity.User
	}
	if user != r.Identity.User && !r.Identity.FullAccess {
		return nil, rpc.Errorf(403, "the keys of other users need full access: a user of the group wheel")
	}
	return done(h.Logins.Keys().Revoke(user, key.PEM))
}
