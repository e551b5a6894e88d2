package action

import (
	"context"
	"fmt"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// A CreatedJail is the result of createjail. It repeats the request.
type CreatedJail struct {
	Props    string `json:"props"`
	Success  any    `json:"success"`
	Switches string `json:"switches"`
}

// createJail makes a jail from a release, or an empty one, for which the reply
// has only the uuid (documents, "Create a Jail").
func (h *Host) createJail(ctx context.Context, r *rpc.Request) (any, error) {
	sent, words, err := props(r)
	if err != nil {
		return nil, err
	}
	switches, err := onlySwitch(r, "-e")
	if err != nil {
		return nil, err
	}
	success, err := h.create(ctx, words, switches != "")
	if err != nil {
		return nil, err
	}
	return CreatedJail{Props: sent, Success: success, Switches: switches}, nil
}

func (h *Host) create(ctx context.Context, words []string, empty bool) (any, error) {
	if empty {
		uuid, err := h.Shell.CreateEmpty(ctx, words)
		return map[string]string{"uuid": uuid}, err
	}
	created, err := h.Shell.Create(ctx, words)
	return Created{created}, err
}

// onlySwitch returns the argument switches. It may be missing or empty;
// otherwise it must be the one documented switch.
func onlySwitch(r *rpc.Request, known string) (string, error) {
	switches, _, err := optional(r, "switches")
	if err == nil && switches != "" && switches != known {
		err = &iocage.Refusal{Line: fmt.Sprintf("switches must be %s or be left out", known)}
	}
	return switches, err
}
