package action

import (
	"slices"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// known returns the rows that exist in the compat, as rpc/query lists them.
func (h *Host) known(rows []rpc.Class) []rpc.Class {
	var known []rpc.Class
	for _, row := range rows {
		name := row.Namespace + "/" + row.Name
		if slices.Contains(h.Compat.Lacks, name) {
			continue
		}
		if slices.Contains(h.Compat.Unlisted, name) {
			row.Mode = ""
		}
		known = append(known, row)
	}
	return known
}
