package attendant

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/jail"
)

// DestroyJails destroys the jails whose tags begin so, but for those to spare. A jail
// outlives its clones, and one that was asked for may come late, hence the rounds: as
// many as are of use.
func (a *Attendant) DestroyJails(ctx context.Context, prefix string, spare []string) error {
	var before []jail.Row
	for {
		rows, err := a.Jails(ctx)
		if err != nil {
			return err
		}
		left := slices.DeleteFunc(rows, func(row jail.Row) bool { return !strings.HasPrefix(row.Tag, prefix) })
		isGone := func(row jail.Row) bool { return !listed(left, row) }
		switch {
		case len(left) == 0:
			return nil
		case before != nil && !slices.ContainsFunc(before, isGone):
			return fmt.Errorf("cannot destroy %d jails that the suite has made: their tags begin with %s", len(left), prefix)
		}
		for _, row := range left {
			if err := a.destroy(ctx, row, spare); err != nil {
				return err
			}
		}
		before = left
	}
}

// listed reports whether a jail is among the rows.
func listed(rows []jail.Row, one jail.Row) bool {
	return slices.ContainsFunc(rows, func(row jail.Row) bool { return row.UUID == one.UUID })
}

// destroy destroys one of them, by its UUID. That a server lists it under
// the right tag is not enough: the jail must be new, and its settings must say
// the same.
func (a *Attendant) destroy(ctx context.Context, row jail.Row, spare []string) error {
	if slices.Contains(spare, row.UUID) {
		return fmt.Errorf("cannot destroy jail %s: its tag is said to be %s, but it was there before", row.UUID, row.Tag)
	}
	answer, err := a.Ask(ctx, "getjailsettings", "jail", row.UUID)
	if err != nil {
		return err
	}
	if document.TextAt(answer, "/*/tag") != row.Tag {
		return fmt.Errorf("cannot destroy jail %s: listjails says that its tag is %s, its settings do not", row.UUID, row.Tag)
	}
	if row.State == "up" {
		if _, err := a.Ask(ctx, "stopjail", "jail", row.UUID); err != nil {
			return err
		}
	}
	_, err = a.Ask(ctx, "destroyjail", "jail", row.UUID)
	return err
}
