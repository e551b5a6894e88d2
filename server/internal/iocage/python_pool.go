package iocage

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Activate makes a pool the one that iocage uses.
func (p *Python) Activate(ctx context.Context, pool string) error {
	return p.setPool(ctx, "activate", pool)
}

// Deactivate ends a pool's use by iocage; its data stay. The command was taken
// out on 2017-04-04 (iocage 994b63d), but the documents have an action for it.
func (p *Python) Deactivate(ctx context.Context, pool string) error {
	err := p.setPool(ctx, "deactivate", pool)
	var refusal *Refusal
	if errors.As(err, &refusal) && strings.HasPrefix(refusal.Line, "No such command") {
		return refusef("this iocage has no command for it: run zfs set org.freebsd.ioc:active=no %s", pool)
	}
	return err
}

func (p *Python) setPool(ctx context.Context, command, pool string) error {
	if err := checkPool(pool); err != nil {
		return err
	}
	_, err := p.answer(ctx, command, pool)
	return err
}

// ActivePool returns the pool in use, with the blank before it that the
// documents show.
func (p *Python) ActivePool(ctx context.Context) (string, error) {
	pool, err := p.pool(ctx)
	return " " + pool, err
}

// Pool returns the pool in use, or "" if none is or iocage cannot tell.
func (p *Python) Pool(ctx context.Context) (string, error) {
	pool, err := p.pool(ctx)
	var refusal *Refusal
	if errors.As(err, &refusal) {
		p.log.InfoContext(ctx, "there is no active pool", "reason", refusal.Line)
		return "", nil
	}
	return pool, err
}

// pool returns the line that `iocage get -p` prints.
func (p *Python) pool(ctx context.Context) (string, error) {
	answer, err := p.lines(ctx, "get", "-p")
	switch {
	case err != nil:
		return "", err
	case len(answer) == 0:
		return "", refusef(noActivePool)
	case len(answer) > 1 || !poolName.MatchString(answer[0]):
		return "", fmt.Errorf("cannot read the pool that iocage get -p prints: %s", quote(strings.Join(answer, "\n")))
	}
	return answer[0], nil
}
