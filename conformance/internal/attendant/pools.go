package attendant

import (
	"context"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/jail"
)

// ToldPool returns the active pool, "" if there is none or the server cannot tell, as
// the original: that of 2016 answered without a member, that of 2019 with an empty name.
func (a *Attendant) ToldPool(ctx context.Context) (pool string, told bool, err error) {
	if a.Offers("activatestatus") {
		status, err := a.Ask(ctx, "activatestatus")
		if pool = document.TextAt(status, "/pool"); err != nil || pool != "" || document.TextAt(status, "/activated") == "false" {
			return pool, err == nil, err
		}
	}
	answer, err := a.Ask(ctx, "activatepool")
	if pool = document.TextAt(answer, "/currently active/pool"); err != nil || pool != "" {
		return strings.TrimPrefix(pool, " "), err == nil, err
	}
	members, _ := answer.(map[string]any)
	return "", len(members) > 0 && !a.Offers("activatestatus"), nil
}

// GuessPool is the active pool of a server that cannot tell: the pool of the run, where
// the jails can be listed, else none. It is good enough for a host that is thrown away.
func (a *Attendant) GuessPool(ctx context.Context, pool string) (string, error) {
	rows, err := a.Jails(ctx)
	if err != nil || slices.ContainsFunc(rows, func(row jail.Row) bool { return row.State != "up" && row.State != "down" }) {
		return "", err
	}
	return pool, nil
}

// BringPool makes one pool the active one, or none if want is empty. Pool is
// the pool of the run.
func (a *Attendant) BringPool(ctx context.Context, pool, want string) error {
	active, _, err := a.ToldPool(ctx)
	if err != nil || active == want && want != "" {
		return err
	}
	for _, other := range []string{active, pool} {
		if other == "" || other == want {
			continue
		}
		if _, err := a.Ask(ctx, "deactivatepool", "pool", other); err != nil {
			return err
		}
	}
	if want == "" {
		return nil
	}
	_, err = a.Ask(ctx, "activatepool", "pool", want)
	return err
}
