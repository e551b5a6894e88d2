package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// listSSLChecksums lists the checksums of the registered SSL keys. The original
// project's bridge uses them to decide which client may see which server
// (documents of 2016-05-26, "List SSL Checksums").
func (h *Host) listSSLChecksums(_ context.Context, r *rpc.Request) (any, error) {
	sums := []string{}
	for _, key := range h.visibleKeys(r) {
		sums = append(sums, key.Checksum())
	}
	return map[string]any{"md5_keys": sums}, nil
}
