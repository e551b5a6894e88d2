package action

import (
	"context"
	"errors"

	"github.com/sysadm-go/sysadm/server/internal/job"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// dispatcher is the row of rpc/dispatcher (documents, "Dispatcher"). If the
// operator has turned jobs off, rpc/query lists it as read-only.
func (h *Host) dispatcher() rpc.Class {
	class := rpc.Class{Namespace: "rpc", Name: "dispatcher", Mode: "read/write", AnyCase: true}
	run := rpc.Action{Name: "run", Access: rpc.FullAccess, Changes: true, Told: tellJobs, Run: saysWhy(h.run)}
	if h.RefuseJobs {
		class.Mode, run.Run = "read", h.refuseRun
	}
	class.Actions = []rpc.Action{run}
	if !h.Compat.RunsOnly {
		class.Actions = append(class.Actions,
			rpc.Action{Name: "list", Run: h.list},
			rpc.Action{Name: "kill", Access: rpc.FullAccess, Changes: true, Told: tellJobIDs, Run: h.kill})
	}
	return class
}

func (h *Host) refuseRun(context.Context, *rpc.Request) (any, error) {
	return nil, rpc.Errorf(403, "this server runs no jobs")
}

// saysWhy turns the errors of the dispatcher into error replies.
func saysWhy(run rpc.Func) rpc.Func {
	return func(ctx context.Context, r *rpc.Request) (any, error) {
		result, err := run(ctx, r)
		switch {
		case errors.Is(err, job.ErrMalformed), errors.Is(err, job.ErrExists):
			return nil, rpc.Errorf(400, "%v", err)
		case errors.Is(err, job.ErrForbidden):
			return nil, rpc.Errorf(403, "%v", err)
		case errors.Is(err, job.ErrFull):
			return nil, rpc.Errorf(429, "%v", err)
		case errors.Is(err, job.ErrStopping):
			return nil, rpc.Errorf(503, "%v", err)
		}
		return result, err
	}
}
