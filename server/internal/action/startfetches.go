package action

import (
	"errors"
	"fmt"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
	"github.com/sysadm-go/sysadm/server/internal/job"
)

// startFetches starts jobs that the server itself has composed: the list of
// programs of rpc/dispatcher does not concern them. Those that wait or run
// already are left out; if that are all, it is a refusal.
func (h *Host) startFetches(specs ...job.Spec) (ids []string, err error) {
	ids, err = h.Jobs.StartNew(specs...)
	if errors.Is(err, job.ErrExists) {
		return nil, &iocage.Refusal{Line: fmt.Sprintf("%s waits or runs already", specs[0].ID)}
	}
	return ids, err
}
