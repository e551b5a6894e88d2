package measure

import (
	"context"
	"fmt"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/figure"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/floor"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/ratio"
)

var command = Topic{
	ID:    "command",
	Title: "`fakeiocage` as a process",
	Text: "The time from the start of the process until it has ended and its output is read, on hosts with different numbers of jails. " +
		"It is compared with a Go program that does nothing, and the largest host is compared with the smallest. Each `start` finds the " +
		"jail stopped: the jail is stopped again before the next `start`, and that time does not count.",
	measure: measureCommand,
}

// A called command is one whose time is measured, with the preparation for each
// run.
type called struct {
	name          string
	args, prepare []string
	target        func(jails int) *figure.Target // compared with the empty program
	grows         *figure.Target                 // with the most jails, compared with the fewest
}

var calledCommands = []called{
	{name: "list", args: []string{"list"}, target: listTarget},
	{name: "get all", args: []string{"get", "all", firstJail}, target: readTarget},
	{name: "start", args: []string{"start", firstJail}, prepare: []string{"stop", firstJail}, target: noTarget,
		grows: &figure.Target{RatioAtMost: 1.2}},
}

func listTarget(jails int) *figure.Target {
	if jails == 1 {
		return &figure.Target{RatioAtMost: 1.5, Why: "The command opens, locks and reads the state folder and records the call, and the program is " +
			"larger."}
	}
	return readTarget(jails)
}

func readTarget(jails int) *figure.Target {
	if jails == 10000 {
		return &figure.Target{ValueAtMost: 150, Why: "Every jail is read and printed."}
	}
	return nil
}

func noTarget(int) *figure.Target { return nil }

func measureCommand(ctx context.Context, b *Bench) (figures []figure.Figure, err error) {
	empty, err := floor.Empty(ctx, b.Folder)
	if err != nil {
		return nil, err
	}
	hosts := make([]*host, len(b.Effort.Jails))
	for i, jails := range b.Effort.Jails {
		if hosts[i], err = b.newHost(ctx, jails); err != nil {
			return nil, err
		}
	}
	for _, c := range calledCommands {
		of, err := b.growth(ctx, c, hosts, empty)
		if err != nil {
			return nil, err
		}
		figures = append(figures, of...)
	}
	return figures, nil
}

// growth measures a command on all hosts, and the time that each jail of the
// largest adds.
func (b *Bench) growth(ctx context.Context, c called, hosts []*host, empty string) (figures []figure.Figure, err error) {
	for i, jails := range b.Effort.Jails {
		pair, err := b.Effort.Starts.Alternate(ctx,
			timed(func() error { return floor.Exec(ctx, nil, []string{empty}) }), c.on(ctx, hosts[i]))
		if err != nil {
			return nil, err
		}
		name := fmt.Sprintf("`%s`, %s", c.name, plural(jails, "jail"))
		figures = append(figures, figure.Next(name, "ms", pair, c.target(jails)))
	}
	last := len(hosts) - 1
	pair, err := b.Effort.Starts.Alternate(ctx, c.on(ctx, hosts[0]), c.on(ctx, hosts[last]))
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("`%s`, %s, next to %d", c.name, plural(b.Effort.Jails[last], "jail"), b.Effort.Jails[0])
	return append(figures, figure.Next(name, "ms", pair, c.grows)), nil
}

// on measures the command on a host.
func (c called) on(ctx context.Context, h *host) ratio.Sample {
	measured := timed(func() error { return floor.Exec(ctx, h.env(), append([]string{h.iocage}, c.args...)) })
	return func(ctx context.Context) (float64, error) {
		if c.prepare != nil {
			if err := h.call(ctx, c.prepare...); err != nil {
				return 0, err
			}
		}
		return measured(ctx)
	}
}
