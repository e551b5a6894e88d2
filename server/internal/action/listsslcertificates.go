package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/auth"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// listSSLCertificates lists the registered SSL keys by user and key, with their
// users' descriptions (documents of 2016-05-26, "List SSL Certificates").
func (h *Host) listSSLCertificates(_ context.Context, r *rpc.Request) (any, error) {
	users := map[string]map[string]string{}
	for _, key := range h.visibleKeys(r) {
		if users[key.User] == nil {
			users[key.User] = map[string]string{}
		}
		users[key.User][key.Base64()] = key.Describe()
	}
	return users, nil
}

// visibleKeys returns the caller's own keys, or with full access all keys.
func (h *Host) visibleKeys(r *rpc.Request) []auth.Key {
	if r.Identity.FullAccess {
		return h.Logins.Keys().All()
	}
	return h.Logins.Keys().Of(r.Identity.User)
}
