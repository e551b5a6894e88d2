package action

import (
	"context"

	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/iocage"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// A ListedJail is a jail in the reply to listjails, under its uuid.
type ListedJail struct {
	Boot  string `json:"boot"`
	IP4   string `json:"ip4,omitempty"` // from edition 2016-02-05 on
	JID   string `json:"jid"`
	State string `json:"state"`
	Tag   string `json:"tag"`
	Type  string `json:"type"`
}

// listJails lists the host's jails (documents, "List Jails").
func (h *Host) listJails(ctx context.Context, _ *rpc.Request) (any, error) {
	jails, err := h.Shell.List(ctx)
	if err != nil {
		return nil, err
	}
	return jails.Once(h.listing)
}

// listing returns the whole JSON of the reply.
func (h *Host) listing(jails []iocage.Jail) (any, error) {
	listed := make(map[string]ListedJail, len(jails))
	for _, j := range jails {
		l := ListedJail{Boot: j.Boot, JID: j.JID, State: j.State, Tag: j.Tag, Type: j.Type}
		if h.Edition.ListsIP4 {
			l.IP4 = j.IP4
		}
		listed[j.UUID] = l
	}
	text, err := wire.Marshal(listed)
	return wire.Object(text, "listjails"), err
}
