// Package inventory records what a host has, and shows later differences.
package inventory

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/attendant"
	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/jail"
)

// An Inventory is what a host has according to its server, and what a run must
// leave unchanged.
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

// A Look says what is asked for.
type Look struct {
	// Whole is that of the Inventory.
	Whole bool

	// Jail, a tag or a UUID, is the one whose settings are asked for first.
	Jail string

	// Jobs says that the server can be asked for the jobs whose ids begin with Prefix.
	Jobs   bool
	Prefix string
}

// Take asks for everything. Settings are asked for as many jails as
// attendant.SettingsLimit.
func Take(ctx context.Context, a *attendant.Attendant, l Look) (Inventory, error) {
	rows, err := a.Jails(ctx)
	if err != nil {
		return Inventory{}, fmt.Errorf("cannot take the inventory: %w", err)
	}
	i := Inventory{Whole: l.Whole, Jails: map[string]map[string]string{}}
	for _, row := range rows {
		i.Jails[row.UUID] = map[string]string{"tag": row.Tag, "boot": row.Boot, "type": row.Kind, "state": row.State}
	}
	if !i.Whole {
		return i, nil
	}
	if a.Offers("getjailsettings") {
		for _, uuid := range i.sample(l.Jail) {
			addSettings(ctx, a, uuid, i.Jails[uuid])
		}
	}
	if a.Offers("activatepool") {
		i.Pool, _, _ = a.ToldPool(ctx) // the checks judge a server that cannot tell
	}
	if l.Jobs {
		i.Jobs = jobs(ctx, a, l.Prefix)
	}
	return i, nil
}

// sample are the jails whose settings are asked for, with one of them first.
func (i Inventory) sample(jail string) []string {
	list := slices.Sorted(maps.Keys(i.Jails))
	slices.SortStableFunc(list, func(a, b string) int {
		return first(i.Jails[b]["tag"] == jail || b == jail) - first(i.Jails[a]["tag"] == jail || a == jail)
	})
	return list[:min(len(list), attendant.SettingsLimit)]
}

func first(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// addSettings adds the settings of a jail that do not change by themselves. A
// server that cannot tell them is judged by the checks.
func addSettings(ctx context.Context, a *attendant.Attendant, uuid string, into map[string]string) {
	answer, err := a.Ask(ctx, "getjailsettings", "jail", uuid)
	if err != nil {
		return
	}
	for _, place := range document.Find(answer, "/"+document.Escape(uuid)) {
		settings, _ := place.Value.(map[string]any)
		for name, value := range settings {
			if !slices.Contains(jail.OwnChanges, name) {
				into[name] = document.Scalar(value)
			}
		}
	}
}

// jobs are those of the run that wait or run.
func jobs(ctx context.Context, a *attendant.Attendant, prefix string) []string {
	text, err := a.Exchange(ctx, "rpc", "dispatcher", map[string]any{"action": "list"})
	if err != nil {
		return nil
	}
	var list []string
	for _, queue := range document.Find(document.Parse(text), "/args/jobs/*") {
		jobs, _ := queue.Value.(map[string]any)
		for id, job := range jobs {
			state := document.TextAt(job, "/state")
			if strings.HasPrefix(id, prefix) && (state == "pending" || state == "running") {
				list = append(list, id)
			}
		}
	}
	slices.Sort(list)
	return list
}
