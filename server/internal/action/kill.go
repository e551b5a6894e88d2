package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// kill ends jobs that run or wait, and returns the ids that it found; the
// others have ended or never existed (documents, "Kill Processes").
func (h *Host) kill(_ context.Context, r *rpc.Request) (any, error) {
	args, err := r.Object()
	if err != nil {
		return nil, err
	}
	asked, _ := args.Member("job_id")
	ids, ok := textsIn(asked)
	if !ok || len(ids) == 0 {
		return nil, rpc.Errorf(400, "job_id must be the id of a job, or an array of ids")
	}
	return map[string]any{"killed": map[string][]string{"jobs": h.Jobs.Kill(ids...)}}, nil
}
