package conformance

import (
	"context"
	"sync"

	"github.com/sysadm-go/sysadm/conformance/internal/attendant"
	"github.com/sysadm-go/sysadm/conformance/internal/judge"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A visited host is where a check is judged, and what ends it; nil where others use
// it, too.
type visited struct {
	*judge.Host
	stop func() error
}

// hostOf is where the server of an endpoint is judged.
func hostOf(server probe.Server, e Endpoint, of edition.Edition) *judge.Host {
	return &judge.Host{
		Server: server, Attendant: attendant.New(server, e.User, e.Password, of),
		User: e.User, Password: e.Password, Operator: e.Operator, OperatorPassword: e.OperatorPassword, Levers: e.Levers,
	}
}

// visit returns the host for a check: the one of the preflight, if the check can do
// it no harm; one that an earlier check has left, as new; or a fresh one.
func (r *run) visit(ctx context.Context, c Check) (visited, error) {
	if !c.changesHost() {
		return visited{Host: r.hosts[c.Edition.Name]}, nil
	}
	if h, found := r.left.take(c); found {
		if err := h.Reset(ctx); err == nil {
			return h, nil
		}
		_ = h.end() // a fresh one will do
	}
	endpoint, stop, err := r.options.Host.Start(ctx, Setting{
		Edition: c.Edition, Compat: r.options.Compat, Documented: c.recipe.Exchange,
		Levers: c.needs("levers") || r.leaves(c), Outside: c.needs("outside"),
	})
	if err != nil {
		return visited{}, err
	}
	server, err := endpoint.server(r.options.Timeout)
	return visited{hostOf(server, endpoint, c.Edition), stop}, err
}

// changesHost reports whether a check needs a host that no other check has meanwhile.
func (c Check) changesHost() bool {
	return c.needs("destructive") || c.needs("alone") || c.needs("levers") || c.recipe.Exchange != ""
}

// leaves reports whether a check leaves its host to others.
func (r *run) leaves(c Check) bool { return c.recipe.Plain && r.options.reuses() }

// reuses reports whether plain checks may follow one another on a simulated host and
// in its sessions. That the simulator's own server is none the worse for it is known;
// one that is to be judged shows what it is to every check anew.
func (o Options) reuses() bool {
	simulator, ok := o.Host.(*Simulator)
	return ok && simulator.Faults == ""
}

// depart ends the visit of a check. What comes next is not to suffer from what went
// wrong there.
func (r *run) depart(h visited, c Check, passed bool) error {
	switch {
	case h.stop == nil && passed:
		return nil
	case h.stop == nil:
		h.Close()
		return nil
	case passed && r.leaves(c) && h.Levers != "":
		r.left.put(c, h)
		return nil
	}
	return h.end()
}

// end ends the host.
func (h visited) end() error {
	h.Close()
	return h.stop()
}

// leftHosts are hosts that checks have left to others, by edition.
type leftHosts struct {
	mu    sync.Mutex
	hosts map[string][]visited
}

// take returns the one that was left last, if there is one for this check.
func (l *leftHosts) take(c Check) (h visited, found bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	hosts := l.hosts[c.Edition.Name]
	if !c.recipe.Plain || len(hosts) == 0 {
		return visited{}, false
	}
	last := len(hosts) - 1
	l.hosts[c.Edition.Name] = hosts[:last]
	return hosts[last], true
}

func (l *leftHosts) put(c Check, h visited) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.hosts[c.Edition.Name] = append(l.hosts[c.Edition.Name], h)
}

// end ends them all.
func (l *leftHosts) end() (errs []error) {
	for _, hosts := range l.hosts {
		for _, h := range hosts {
			errs = append(errs, h.end())
		}
	}
	return errs
}
