package action

import (
	"context"
	"strconv"

	"github.com/sysadm-go/sysadm/server/internal/job"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// A ListedJob is a job in the reply to list, under its id.
type ListedJob struct {
	Commands []string `json:"commands"`

	// Position is the job's place in its queue; empty once it has ended.
	Position string    `json:"queue_position,omitempty"`
	State    job.State `json:"state"`
}

// list lists the jobs by queue: the active ones, and the last ones that have
// ended (documents, "List Processes").
func (h *Host) list(context.Context, *rpc.Request) (any, error) {
	queues := map[string]map[string]ListedJob{}
	for _, j := range h.Jobs.List() {
		listed := ListedJob{Commands: j.Commands, State: toldState(j)}
		if listed.State != job.Finished {
			listed.Position = strconv.Itoa(j.Position)
		}
		if queues[j.Queue()] == nil {
			queues[j.Queue()] = map[string]ListedJob{}
		}
		queues[j.Queue()][j.ID] = listed
	}
	return map[string]any{"jobs": queues}, nil
}
