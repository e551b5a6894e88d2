package auth

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"
)

// Groups is the Directory of the system's users: members of wheel have full
// access, as have root and toor; members of operator may use the API; all others
// are refused. It asks `id -nG USER`, as the original server does.
type Groups struct {
	timeout time.Duration
	now     func() time.Time

	mu    sync.Mutex
	known map[string]membership
}

type membership struct {
	identity Identity
	asked    time.Time
}

// NewGroups returns the system's groups. The timeout is that of id(1), which may ask
// directories on the network.
func NewGroups(timeout time.Duration) *Groups {
	return &Groups{timeout: timeout, now: time.Now, known: map[string]membership{}}
}

// Lookup returns what the user's groups allow.
func (g *Groups) Lookup(ctx context.Context, user string, age time.Duration) (Identity, error) {
	if identity, fresh := g.recall(user, age); fresh {
		return identity, nil
	}
	ctx, cancel := context.WithTimeout(ctx, g.timeout)
	defer cancel()
	groups, err := groupsOf(ctx, user)
	if err != nil {
		g.forget(user)
		return Identity{}, err
	}
	full := isAdministrator(user) || slices.Contains(groups, wheel)
	if !full && !slices.Contains(groups, operator) {
		g.forget(user)
		return Identity{}, fmt.Errorf("%w: not a member of %s or %s", ErrRefused, wheel, operator)
	}
	return g.remember(Identity{User: user, FullAccess: full}), nil
}

// recall returns an answer that is at most age old. While one caller asks
// again, the others use the old answer.
func (g *Groups) recall(user string, age time.Duration) (Identity, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	m, found := g.known[user]
	if found && g.now().Sub(m.asked) < age {
		return m.identity, true
	}
	if found {
		m.asked = g.now()
		g.known[user] = m
	}
	return Identity{}, false
}

func (g *Groups) remember(identity Identity) Identity {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.known[identity.User] = membership{identity, g.now()}
	return identity
}

func (g *Groups) forget(user string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.known, user)
}

// groupsOf runs id(1), which fails for an unknown user.
func groupsOf(ctx context.Context, user string) ([]string, error) {
	if !isUserName(user) {
		user = "*" // no user has this name: the work and the answer are those for an unknown user
	}
	cmd := exec.CommandContext(ctx, "id", "-nG", user)
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("cannot ask id for the user's groups: %w", ctx.Err())
	case errors.As(err, &exit) && exit.Exited():
		return nil, fmt.Errorf("%w: %s", ErrRefused, strings.TrimSpace(string(exit.Stderr)))
	case err != nil:
		return nil, fmt.Errorf("cannot ask id for the user's groups: %v", err)
	}
	return strings.Fields(string(out)), nil
}

// isUserName rejects names that id(1) would take for an option or for a user's
// number.
func isUserName(user string) bool {
	return checkUser(user) == nil && len(user) <= 255 &&
		user[0] != '-' && user[0] != '+' && strings.Trim(user, "0123456789") != ""
}
