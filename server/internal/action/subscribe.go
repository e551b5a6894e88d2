package action

import (
	"context"
	"encoding/json"

	"github.com/sysadm-go/sysadm/server/internal/event"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// subscribe subscribes to the named events (documents, "Events"). The reply
// names the last known one, as in the original.
func (h *Host) subscribe(_ context.Context, r *rpc.Request) (any, error) {
	names, err := h.eventNames(r)
	if err != nil {
		return nil, err
	}
	return lastKnown("subscribe", names, r.Caller.Events.Subscribe), nil
}

// eventNames parses the arguments of subscribe and unsubscribe: one name or an
// array of names.
func (h *Host) eventNames(r *rpc.Request) ([]string, error) {
	if r.Caller.Events == nil {
		return nil, rpc.Errorf(400, "events are sent over WebSocket only")
	}
	if h.Compat.ObjectSubscriptions {
		return looseNames(r.Args)
	}
	names, ok := textsIn(r.Args)
	if !ok || len(names) == 0 {
		return nil, rpc.Errorf(400, "the arguments must be the name of an event, or an array of names")
	}
	return names, nil
}

// looseNames parses the arguments as the original of February 2016 did: an
// array, of which only the strings count, or an object, which has no names.
func looseNames(args json.RawMessage) ([]string, error) {
	var values []any
	if _, err := rpc.ParseArgs(args); err == nil {
		return nil, nil
	}
	if json.Unmarshal(args, &values) != nil || len(values) == 0 {
		return nil, rpc.Errorf(400, "the arguments must be an array of names")
	}
	var names []string
	for _, v := range values {
		if name, ok := v.(string); ok {
			names = append(names, name)
		}
	}
	return names, nil
}

// lastKnown calls do with each known name. The reply has the last one under the
// request's own name, or nothing. Unknown names are ignored.
func lastKnown(request string, names []string, do func(name string)) any {
	reply := map[string]string{}
	for _, name := range names {
		if known, ok := event.Known(name); ok {
			do(known)
			reply[request] = known
		}
	}
	return reply
}
