package conformance

import (
	"context"
	"fmt"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/jail"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// makesJail reports whether the checks of an edition that start and stop a jail
// get one that the run makes for them.
func (o Options) makesJail(e edition.Edition) bool {
	return o.Jail == "" && o.Destructive && !o.NoNewJails && !o.Host.Simulated() && e.Offers("createjail")
}

// withOwnJail are the options with the name of a jail where the run makes one, for who
// asks what is there.
func (o Options) withOwnJail(e edition.Edition) Options {
	if o.makesJail(e) {
		o.Jail = o.prefix()
	}
	return o
}

// An ownJail is the tag of the jail that a run made for the checks of an edition,
// or why it could not. It is given back at the end of the run.
type ownJail struct {
	tag string
	err error
}

// makeOwnJails makes a jail for the checks of each edition that need one, where
// none was named. It is there before the first check, so that a host without
// jails can be judged by those that only look at one, too.
func (r *run) makeOwnJails(ctx context.Context) {
	for _, e := range r.options.Editions {
		if !r.options.makesJail(e) || !r.plan.of(e.Name).anyNeeds("jail") {
			continue
		}
		own := ownJail{tag: r.options.newName()}
		if err := r.makeOwnJail(ctx, e, own.tag); err != nil {
			own.err = fmt.Errorf("cannot make a jail to start and stop: %w: name one with --jail", err)
		}
		r.own[e.Name] = own
	}
}

// optionsFor are the options of the run, with a jail of its own if the check
// needs one and none was named.
func (r *run) optionsFor(c Check) (Options, error) {
	o := r.options
	if own, made := r.own[c.Edition.Name]; made && c.needs("jail") {
		o.Jail = own.tag
		return o, own.err
	}
	return o, nil
}

func (r *run) makeOwnJail(ctx context.Context, e edition.Edition, tag string) error {
	a := r.hosts[e.Name].Attendant
	rows, err := a.Jails(ctx)
	if err != nil {
		return err
	}
	l := Loan{Kind: NewJails, Edition: e.Name, Name: tag, Spare: jail.UUIDs(rows)}
	if err := r.options.Ledger.Lend(l); err != nil {
		return err
	}
	props := jail.Props(tag, a.Release(ctx, r.options.Release, rows))
	answer, err := a.Ask(ctx, "createjail", "props", props)
	if err != nil {
		return err
	}
	if rows, err = a.Jails(ctx); err != nil {
		return err
	}
	if len(jail.Tagged(rows, tag)) != 1 {
		return fmt.Errorf("createjail is answered %s", document.Show(answer))
	}
	return nil
}
