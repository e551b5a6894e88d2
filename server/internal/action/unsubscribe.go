package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// unsubscribe ends the events of the named kinds (documents, "Events"). Nobody
// minds who ends what never began.
func (h *Host) unsubscribe(_ context.Context, r *rpc.Request) (any, error) {
	names, err := h.eventNames(r)
	if err != nil {
		return nil, err
	}
	return lastKnown("unsubscribe", names, r.Caller.Events.Unsubscribe), nil
}

// eventUnknown refuses every other name of the namespace.
func (h *Host) eventUnknown(context.Context, *rpc.Request) (any, error) {
	return nil, rpc.Errorf(h.Compat.UnknownEvent, "events can be subscribed to and unsubscribed from")
}
