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
// outlives its clones, hence the rounds.
func (a *Attendant) DestroyJails(ctx context.Context, prefix string, spare []string) error {
	left := 0
	for range 3 {
		rows, err := a.Jails(ctx)
		if err != nil {
			return err
		}
		left = 0
		for _, row := range rows {
			if !strings.HasPrefix(row.Tag, prefix) {
				continue
			}
			left++
			if err := a.destroy(ctx, row, spare); err != nil {
				return err
			}
		}
		if left == 0 {
			return nil
		}
	}
	return fmt.Errorf("cannot destroy %d jails that the suite has made: their tags begin with %s", left, prefix)
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
