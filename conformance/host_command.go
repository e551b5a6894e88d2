package conformance

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/sysadm-go/sysadm/conformance/internal/harness"
)

// A Command is a Host started by a command that obeys the harness contract: it
// prints a ready line and ends on SIGTERM. All checks of an edition share one
// process; the environment variables SYSADM_EDITION and SYSADM_COMPAT tell it
// the edition and compat by which it is judged.
type Command struct {
	// Words are the program and its arguments.
	Words []string

	// User and Password, Operator and OperatorPassword are used if the ready
	// line has none.
	User, Password             string
	Operator, OperatorPassword string

	mu      sync.Mutex
	started map[string]*harness.Process // by edition
}

// Start returns the edition's process, started the first time.
func (c *Command) Start(ctx context.Context, s Setting) (Endpoint, func() error, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.started[s.Edition.Name]
	if p == nil {
		env := []string{"SYSADM_EDITION=" + s.Edition.Name, "SYSADM_COMPAT=" + s.Compat.Name}
		var err error
		p, err = harness.Start(ctx, env, c.Words...)
		if err != nil && len(c.started) > 0 {
			err = fmt.Errorf("cannot start the command again, for edition %s (judge one --edition at a time, or make the command keep a separate state for each SYSADM_EDITION): %w", s.Edition.Name, err)
		}
		if err != nil {
			return Endpoint{}, nil, err
		}
		if c.started == nil {
			c.started = map[string]*harness.Process{}
		}
		c.started[s.Edition.Name] = p
	}
	given := Endpoint{User: c.User, Password: c.Password, Operator: c.Operator, OperatorPassword: c.OperatorPassword}
	return endpointOf(p.Ready, given), func() error { return nil }, nil
}

// endpointOf is what a ready line says; the given credentials are used where it
// has none.
func endpointOf(r harness.Ready, given Endpoint) Endpoint {
	return Endpoint{
		WS: r.WS, REST: r.REST, CAFile: r.CAFile,
		User: cmp.Or(r.User, given.User), Password: cmp.Or(r.Password, given.Password),
		Operator:         cmp.Or(r.Operator, given.Operator),
		OperatorPassword: cmp.Or(r.OperatorPassword, given.OperatorPassword),
		Levers:           r.Management,
	}
}

// Simulated is false: the command's state is its own.
func (c *Command) Simulated() bool { return false }

// Close ends the processes and waits for them.
func (c *Command) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var errs []error
	for _, p := range c.started {
		errs = append(errs, p.Stop())
	}
	c.started = nil
	return errors.Join(errs...)
}
