package inventory

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/naming"
)

// A Change is a difference between the inventories before and after a run.
type Change struct {
	// Text names what differs, and how, in one sentence.
	Text string `json:"text"`

	// Ours says that the run made or borrowed it and should have put it back.
	// Others are somebody else's, or a wrong server's.
	Ours bool `json:"ours"`
}

// Changes compares the inventory with a later one of the same host. A difference is
// the run's own (Change.Ours) if it is about a jail whose tag begins with the run's
// prefix, about the jail that the run may borrow, or about the pool.
func (i Inventory) Changes(after Inventory, run, jail, pool string) []Change {
	var list []Change
	all := slices.AppendSeq(slices.Collect(maps.Keys(i.Jails)), maps.Keys(after.Jails))
	slices.Sort(all)
	for _, uuid := range slices.Compact(all) {
		list = append(list, jailChanges(uuid, i.Jails[uuid], after.Jails[uuid], func(tag string) bool {
			return strings.HasPrefix(tag, naming.Prefix(run)) || jail != "" && (jail == tag || jail == uuid)
		})...)
	}
	if i.Whole && after.Whole && i.Pool != after.Pool {
		list = append(list, Change{fmt.Sprintf("the active pool was %s, and is %s", orNone(i.Pool), orNone(after.Pool)), pool != ""})
	}
	for _, id := range after.Jobs {
		if !slices.Contains(i.Jobs, id) {
			list = append(list, Change{fmt.Sprintf("job %s has not ended", id), true})
		}
	}
	return list
}

// jailChanges compares one jail. A member that only one inventory has was not
// asked for in the other.
func jailChanges(uuid string, before, after map[string]string, ours func(tag string) bool) []Change {
	switch {
	case before == nil:
		return []Change{{fmt.Sprintf("jail %s (%s) is new", uuid, after["tag"]), ours(after["tag"])}}
	case after == nil:
		return []Change{{fmt.Sprintf("jail %s (%s) is gone", uuid, before["tag"]), ours(before["tag"])}}
	}
	var list []Change
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if value, asked := after[name]; asked && value != before[name] {
			list = append(list, Change{
				fmt.Sprintf("jail %s (%s): %s was %s, and is %s", uuid, before["tag"], name, orNone(before[name]), orNone(value)), ours(before["tag"]),
			})
		}
	}
	return list
}

func orNone(value string) string { return cmp.Or(value, "none") }

// Owes reports whether the run has left something.
func Owes(changes []Change) bool {
	return slices.ContainsFunc(changes, func(c Change) bool { return c.Ours })
}
