package action

import (
	"context"

	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/iocage"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// A ListedRow is a jail, template or plugin in the replies of edition
// 2017-06-05: the ten fields of iocage.
type ListedRow struct {
	Boot     string `json:"boot"`
	IP4      string `json:"ip4"`
	IP6      string `json:"ip6"`
	JID      string `json:"jid"`
	Release  string `json:"release"`
	State    string `json:"state"`
	Tag      string `json:"tag"`
	Template string `json:"template"`
	Type     string `json:"type"`
	UUID     string `json:"uuid"`
}

// listJailsByJID lists the host's jails (documents of 2017-06-05, "List Jails").
func (h *Host) listJailsByJID(ctx context.Context, _ *rpc.Request) (any, error) {
	jails, err := h.Python.Jails(ctx)
	if err != nil {
		return nil, err
	}
	return jails.Once(func(t iocage.Table) (any, error) {
		text, err := wire.Marshal(map[string]any{"jails": listedRows(t.Rows, keyOfJail)})
		return wire.Object(text, "listjails"), err
	})
}

// keyOfJail is the jid of a jail. A stopped one has none, and is listed by its
// uuid: otherwise all of them would share a key (ruling 14).
func keyOfJail(row iocage.Row) string {
	if row.JID == "-" {
		return row.UUID
	}
	return row.JID
}

// listedRows returns rows by key. A row whose key is taken, or is the uuid of any
// row, is listed by its own uuid, so that none is lost: from iocage 0.9.9 on a uuid
// is a name, and may be the jid of another jail.
func listedRows(rows []iocage.Row, key func(iocage.Row) string) map[string]ListedRow {
	taken := make(map[string]bool, 2*len(rows))
	for _, row := range rows {
		taken[row.UUID] = true
	}
	listed := make(map[string]ListedRow, len(rows))
	for _, row := range rows {
		k := key(row)
		if taken[k] {
			k = row.UUID
		}
		taken[k] = true
		listed[k] = listedRow(row)
	}
	return listed
}

func listedRow(r iocage.Row) ListedRow {
	return ListedRow{
		Boot: r.Boot, IP4: r.IP4, IP6: r.IP6, JID: r.JID, Release: r.Release,
		State: r.State, Tag: r.Tag, Template: r.Template, Type: r.Type, UUID: r.UUID,
	}
}
