package attendant

import (
	"context"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/jail"
)

// ToldPool returns the active pool, "" if there is none or the server cannot tell,
// as the original: that one answers with no member.
func (a *Attendant) ToldPool(ctx context.Context) (pool string, told bool, err error) {
	answer, err := a.Ask(ctx, "activatepool")
	if err != nil {
		return "", false, err
	}
	if places := document.Find(answer, "/currently active/pool"); len(places) > 0 {
		return strings.TrimPrefix(document.Scalar(places[0].Value), " "), true, nil
	}
	members, _ := answer.(map[string]any)
	return "", len(members) > 0, nil
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
