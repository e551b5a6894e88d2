package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// A Created is what clonejail and createjail say of the new jail: what iocage
// prints after "Successfully created:", its leading blank included.
type Created struct {
	Jail string `json:"Successfully created"`
}

// A ClonedJail is the result of clonejail. It repeats the request.
type ClonedJail struct {
	Jail    string  `json:"jail"`
	Props   string  `json:"props"`
	Success Created `json:"success"`
}

// cloneJail makes a jail that shares its blocks with another (documents,
// "Clone a Jail").
func (h *Host) cloneJail(ctx context.Context, r *rpc.Request) (any, error) {
	jail, err := required(r, "jail")
	if err != nil {
		return nil, err
	}
	sent, words, err := props(r)
	if err != nil {
		return nil, err
	}
	created, err := h.Shell.Clone(ctx, jail, words)
	if err != nil {
		return nil, err
	}
	return ClonedJail{Jail: jail, Props: sent, Success: Created{created}}, nil
}
