package conformance

import (
	"context"
	"fmt"

	"github.com/sysadm-go/sysadm/conformance/internal/attendant"
	"github.com/sysadm-go/sysadm/conformance/internal/jail"
	"github.com/sysadm-go/sysadm/conformance/internal/preflight"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// preflight starts the server for an edition and makes sure that there is one to judge.
func (r *run) preflight(ctx context.Context, e edition.Edition) (Endpoint, error) {
	endpoint, stop, err := r.options.Host.Start(ctx, Setting{Edition: e, Compat: r.options.Compat, Levers: true})
	if err != nil {
		return Endpoint{}, err
	}
	r.stops = append(r.stops, stop)
	server, err := endpoint.server(r.options.Timeout)
	if err != nil {
		return endpoint, err
	}
	user := preflight.User{Name: endpoint.User, Password: endpoint.Password}
	operator := preflight.User{Name: endpoint.Operator, Password: endpoint.OperatorPassword}
	if err := preflight.Check(ctx, server, user, operator); err != nil {
		return endpoint, err
	}
	h := hostOf(server, endpoint, e)
	r.hosts[e.Name] = h
	return endpoint, r.options.jailThere(ctx, h.Attendant)
}

// jailThere reports an error if the jail that checks may start and stop is not
// there. One that listjails hides is for the checks to judge.
func (o Options) jailThere(ctx context.Context, a *attendant.Attendant) error {
	if o.Host.Simulated() || !o.Destructive || o.Jail == "" {
		return nil
	}
	rows, err := a.Jails(ctx)
	if _, found := jail.Find(rows, o.Jail); err != nil || found || a.Knows(ctx, o.Jail) {
		return nil
	}
	return fmt.Errorf("cannot judge: the host has no jail %q: name another with --jail", o.Jail)
}
