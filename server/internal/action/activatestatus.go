package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// A PoolStatus is the reply to activatestatus.
type PoolStatus struct {
	Activated string `json:"activated"` // "true" or "false"
	Pool      string `json:"pool,omitempty"`
}

// activateStatus returns the pool that iocage uses (documents of 2017-06-05,
// "Activate Status"). That iocage cannot tell means that there is none, as in
// the original (2019-05-23, sysadm-iocage.cpp).
func (h *Host) activateStatus(ctx context.Context, _ *rpc.Request) (any, error) {
	pool, err := h.Python.Pool(ctx)
	if err != nil {
		return nil, err
	}
	if pool == "" {
		return PoolStatus{Activated: "false"}, nil
	}
	return PoolStatus{Activated: "true", Pool: pool}, nil
}
