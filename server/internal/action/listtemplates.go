package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// listTemplates lists the host's templates by tag (documents of 2017-06-05,
// "List Templates"). The original took iocage's column TEMPLATE as the key,
// which is "-" for every template (iocage 89864aa, ioc_list.py).
func (h *Host) listTemplates(ctx context.Context, _ *rpc.Request) (any, error) {
	templates, err := h.Python.Templates(ctx)
	if err != nil {
		return nil, err
	}
	tag := func(row iocage.Row) string { return row.Tag }
	return map[string]any{"templates": listedRows(templates.Value.Rows, tag)}, nil
}
