package conformance

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// An Inventory is what a host has, as its server tells it: what a run must leave
// as it was.
type Inventory struct {
	// Jails are by UUID: the members of their rows in listjails, but the jid,
	// which changes with every start, and their settings where those were asked.
	Jails map[string]map[string]string `json:"jails"`

	// Whole says that settings, pool and jobs were asked for, too: where a run may
	// change the host.
	Whole bool `json:"whole"`

	// Pool is the active pool, "" if there is none, or if the server cannot tell.
	Pool string `json:"pool"`

	// Jobs are the ids of the jobs of the run that wait or run.
	Jobs []string `json:"jobs,omitempty"`
}

// ownChanges are settings that change without anybody setting them: when a jail
// starts, and as its files grow.
var ownChanges = []string{"last_started", "used", "available", "compressratio", "jid"}

// inventory asks for everything. Settings are asked for as many jails as
// settingsLimit: iocage takes seconds for each on a slow host.
func (a *attendant) inventory(ctx context.Context, o Options, e edition.Edition) (Inventory, error) {
	rows, err := a.jails(ctx)
	if err != nil {
		return Inventory{}, fmt.Errorf("cannot take the inventory: %w", err)
	}
	i := Inventory{Whole: o.Destructive, Jails: map[string]map[string]string{}}
	for _, row := range rows {
		i.Jails[row.UUID] = map[string]string{"tag": row.Tag, "boot": row.Boot, "type": row.Kind, "state": row.State}
	}
	if !i.Whole {
		return i, nil
	}
	for _, uuid := range i.sample(o) {
		a.addSettings(ctx, uuid, i.Jails[uuid])
	}
	if e.Offers("activatepool") {
		i.Pool, _, _ = a.toldPool(ctx) // the checks judge a server that cannot tell
	}
	i.Jobs = a.jobs(ctx, o)
	return i, nil
}

// sample are the jails whose settings are asked for: that of the run first.
func (i Inventory) sample(o Options) []string {
	list := slices.Sorted(maps.Keys(i.Jails))
	slices.SortStableFunc(list, func(a, b string) int {
		return first(i.Jails[b]["tag"] == o.Jail || b == o.Jail) - first(i.Jails[a]["tag"] == o.Jail || a == o.Jail)
	})
	return list[:min(len(list), settingsLimit)]
}

func first(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// addSettings adds the settings of a jail that do not change by themselves. A
// server that cannot tell them is judged by the checks.
func (a *attendant) addSettings(ctx context.Context, uuid string, into map[string]string) {
	answer, err := a.ask(ctx, "getjailsettings", "jail", uuid)
	if err != nil {
		return
	}
	for _, place := range document.Find(answer, "/"+document.Escape(uuid)) {
		settings, _ := place.Value.(map[string]any)
		for name, value := range settings {
			if !slices.Contains(ownChanges, name) {
				into[name] = document.Scalar(value)
			}
		}
	}
}

// jobs are the jobs of the run, of a server that lists jobs and knows that this
// is no request to run one.
func (a *attendant) jobs(ctx context.Context, o Options) []string {
	if o.NoJobs || o.Compat.RunsOnly {
		return nil
	}
	text, err := a.exchange(ctx, "rpc", "dispatcher", map[string]any{"action": "list"})
	if err != nil {
		return nil
	}
	var list []string
	for _, queue := range document.Find(document.Parse(text), "/args/jobs/*") {
		jobs, _ := queue.Value.(map[string]any)
		for id, job := range jobs {
			state := document.Find(job, "/state")
			if strings.HasPrefix(id, o.prefix()) && len(state) == 1 && slices.Contains([]string{"pending", "running"}, document.Scalar(state[0].Value)) {
				list = append(list, id)
			}
		}
	}
	slices.Sort(list)
	return list
}

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
			return strings.HasPrefix(tag, Prefix(run)) || jail != "" && (jail == tag || jail == uuid)
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
