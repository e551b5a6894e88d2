package action

import (
	"context"

	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/iocage"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// A DiskUsage is a jail in the reply to df, under its uuid. The values are as
// zfs prints them.
type DiskUsage struct {
	Available   string `json:"ava"`
	Compression string `json:"crt"`
	Quota       string `json:"qta"`
	Reservation string `json:"res"`
	Tag         string `json:"tag"`
	Used        string `json:"use"`
}

// df lists the disk space of the host's jails (documents, "List Resource
// Usage").
func (h *Host) df(ctx context.Context, _ *rpc.Request) (any, error) {
	usages, err := h.Shell.Usages(ctx)
	if err != nil {
		return nil, err
	}
	return usages.Once(usageOf)
}

// usageOf returns the whole JSON of the reply.
func usageOf(usages []iocage.Usage) (any, error) {
	listed := make(map[string]DiskUsage, len(usages))
	for _, u := range usages {
		listed[u.UUID] = DiskUsage{
			Available: u.Available, Compression: u.Compression, Quota: u.Quota,
			Reservation: u.Reservation, Tag: u.Tag, Used: u.Used,
		}
	}
	text, err := wire.Marshal(listed)
	return wire.Object(text, "df"), err
}
