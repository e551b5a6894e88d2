package conformance

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// A Command is a Host started by a command that obeys the harness contract:
// it prints a ready line and ends on SIGTERM. All checks of an edition share
// one process; the environment variables SYSADM_EDITION and SYSADM_COMPAT tell
// it what it is judged by.
type Command struct {
	// Words are the program and its arguments.
	Words []string

	// User and Password, Operator and OperatorPassword are used where the ready
	// line has none.
	User, Password             string
	Operator, OperatorPassword string

	mu      sync.Mutex
	started map[string]*process // by edition
}

// Start returns the edition's process, started the first time.
func (c *Command) Start(ctx context.Context, s Setting) (Endpoint, func() error, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.started[s.Edition.Name]
	if p == nil {
		env := []string{"SYSADM_EDITION=" + s.Edition.Name, "SYSADM_COMPAT=" + s.Compat.Name}
		var err error
		p, err = startProcess(ctx, env, c.Words...)
		if err != nil && len(c.started) > 0 {
			err = fmt.Errorf("cannot start the command once more, for edition %s (judge one --edition at a time, or have the command keep a state for each SYSADM_EDITION): %w", s.Edition.Name, err)
		}
		if err != nil {
			return Endpoint{}, nil, err
		}
		if c.started == nil {
			c.started = map[string]*process{}
		}
		c.started[s.Edition.Name] = p
	}
	given := Endpoint{User: c.User, Password: c.Password, Operator: c.Operator, OperatorPassword: c.OperatorPassword}
	return p.ready.endpoint(given), func() error { return nil }, nil
}

// Simulated is false: the command's state is its own.
func (c *Command) Simulated() bool { return false }

// Close ends the processes and waits for them.
func (c *Command) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var errs []error
	for _, p := range c.started {
		errs = append(errs, p.stop())
	}
	c.started = nil
	return errors.Join(errs...)
}
