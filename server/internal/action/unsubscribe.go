package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// unsubscribe ends subscriptions to the named events (documents, "Events"). It
// is not an error if there was none.
func (h *Host) unsubscribe(_ context.Context, r *rpc.Request) (any, error) {
	names, err := h.eventNames(r)
	if err != nil {
		return nil, err
	}
	return lastKnown("unsubscribe", names, r.Caller.Events.Unsubscribe), nil
}

// eventUnknown refuses all other names in the namespace.
func (h *Host) eventUnknown(context.Context, *rpc.Request) (any, error) {
	return nil, rpc.Errorf(h.Compat.UnknownEvent, "events can be subscribed to and unsubscribed from")
}
