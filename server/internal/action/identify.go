package action

import (
	"context"
	"fmt"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// identify says that this is a server. The official client sends it before it
// logs in and waits for the reply (documents from 2016-05-26 on).
func (h *Host) identify(context.Context, *rpc.Request) (any, error) {
	name, err := h.Hostname()
	if err != nil {
		return nil, fmt.Errorf("cannot tell the host's name: %v", err)
	}
	return map[string]string{"type": "server", "hostname": name}, nil
}
