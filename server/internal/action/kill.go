package action

import (
	"context"
	"encoding/json"

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
	ids, ok := namesIn(asked)
	if !ok {
		return nil, rpc.Errorf(400, "job_id must be the id of a job, or an array of ids")
	}
	return map[string]any{"killed": map[string][]string{"jobs": h.Jobs.Kill(ids...)}}, nil
}

// namesIn parses one name, or an array of at least one.
func namesIn(raw json.RawMessage) (names []string, ok bool) {
	var name *string
	if json.Unmarshal(raw, &name) == nil && name != nil {
		return []string{*name}, true
	}
	ok = json.Unmarshal(raw, &names) == nil && len(names) > 0
	return names, ok
}
