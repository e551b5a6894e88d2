package action

import (
	"context"
	"errors"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// A Refused is the result of an action that iocage would not do. It is a
// normal reply, as in the original server (sysadm-iocage.cpp, 2016-02-05).
type Refused struct {
	Error string `json:"error"`
}

// errMissing is the result of a request that lacks a required jail or pool.
var errMissing = &iocage.Refusal{Line: "Missing required keys"}

// saysNo turns errors of the iocage client into replies: a normal reply if
// iocage refused, an error reply if it did not answer.
func saysNo(run rpc.Func) rpc.Func {
	return func(ctx context.Context, r *rpc.Request) (any, error) {
		result, err := run(ctx, r)
		if err == nil {
			return result, nil
		}
		var refusal *iocage.Refusal
		switch {
		case errors.As(err, &refusal):
			r.Refusal = refusal.Line
			if refusal.Instead != nil {
				return refusal.Instead, nil
			}
			return Refused{Error: refusal.Line}, nil
		case errors.Is(err, iocage.ErrNotInstalled):
			return nil, rpc.Errorf(404, "%v", err)
		case errors.Is(err, iocage.ErrBusy), errors.Is(err, iocage.ErrStopped):
			return nil, rpc.Errorf(503, "%v", err)
		case errors.Is(err, iocage.ErrTimeout):
			return nil, rpc.Errorf(504, "%v", err)
		}
		return nil, err
	}
}
