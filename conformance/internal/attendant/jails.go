package attendant

import (
	"context"
	"fmt"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/jail"
)

// SettingsLimit bounds of how many jails the settings are asked for: iocage takes
// seconds for each on a slow host.
const SettingsLimit = 10

// Knows reports whether the server tells the settings of a jail.
func (a *Attendant) Knows(ctx context.Context, jail string) bool {
	if !a.Offers("getjailsettings") {
		return false
	}
	answer, err := a.Ask(ctx, "getjailsettings", "jail", jail)
	return err == nil && len(document.Find(answer, "/*/host_hostuuid")) > 0
}

// Jails returns the rows of listjails in the order of their uuids.
func (a *Attendant) Jails(ctx context.Context) ([]jail.Row, error) {
	answer, err := a.Ask(ctx, "listjails")
	if err != nil {
		return nil, err
	}
	listed, ok := answer.(map[string]any)
	if !ok {
		return nil, &document.Unexpected{
			Why:        "cannot prepare the check: listjails is not answered as documented",
			Difference: document.Difference{Pointer: "/args/listjails", Expected: "an object", Got: document.Show(answer)},
		}
	}
	return jail.Rows(listed), nil
}

// BringJail starts or stops a jail until listjails shows it so, and returns all rows.
func (a *Attendant) BringJail(ctx context.Context, uuid, name, state string) (rows []jail.Row, err error) {
	actions := map[string]string{"up": "startjail", "down": "stopjail"}
	for attempt := range 2 {
		if rows, err = a.Jails(ctx); err != nil {
			return nil, err
		}
		if row, _ := jail.Find(rows, uuid); row.State == state {
			return rows, nil
		}
		if attempt > 0 || actions[state] == "" {
			break
		}
		if _, err := a.Ask(ctx, actions[state], "jail", name); err != nil {
			return nil, err
		}
	}
	row, _ := jail.Find(rows, uuid)
	return nil, &document.Unexpected{
		Why:        fmt.Sprintf("jail %s cannot be brought to state %s", name, state),
		Difference: document.Difference{Pointer: "/args/listjails/" + document.Escape(uuid) + "/state", Expected: state, Got: row.State},
	}
}

// Release returns the release to make jails of: the one that is wanted, or else that
// of the first jail that has one. It is "" on a host without jails.
func (a *Attendant) Release(ctx context.Context, wanted string, rows []jail.Row) string {
	if wanted != "" {
		return wanted
	}
	for _, row := range jail.Plain(rows) {
		answer, err := a.Ask(ctx, "getjailsettings", "jail", row.Tag)
		if release := document.TextAt(answer, "/*/release"); err == nil && strings.Contains(release, "RELEASE") {
			return release
		}
	}
	return ""
}
