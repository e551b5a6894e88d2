package measure

import (
	"context"
	"errors"
	"fmt"
	"syscall"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/figure"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/load"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/process"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/ratio"
)

var memory = Topic{
	ID:    "memory",
	Title: "Memory",
	Text: "Resident memory of a process, as the system reports it: at rest, after a first answer; for each WebSocket connection that has " +
		"logged in and is then silent, compared with one of a bare echo; and the maximum until the process has answered one " +
		"`listjails` of a large host.",
	measure: measureMemory,
}

const (
	kib = 1 << 10
	mib = 1 << 20
)

func measureMemory(ctx context.Context, b *Bench) ([]figure.Figure, error) {
	h, err := b.newHost(ctx, jails)
	if err != nil {
		return nil, err
	}
	rest, err := b.atRest(ctx, h)
	if err != nil {
		return nil, err
	}
	for _, n := range b.Effort.Idle {
		idle, err := b.idle(ctx, h, n)
		if err != nil {
			return nil, err
		}
		rest = append(rest, idle...)
	}
	peak, err := b.peak(ctx)
	return append(rest, peak...), err
}

// atRest measures the serving programs after each has answered once.
func (b *Bench) atRest(ctx context.Context, h *host) ([]figure.Figure, error) {
	server, err := b.serve(ctx, h, h.iocage)
	if err != nil {
		return nil, err
	}
	sim, err := b.simulate(ctx, jails)
	if err != nil {
		return nil, errors.Join(err, end(server))
	}
	figures := []figure.Figure{}
	for _, p := range []struct {
		name    string
		process *process.Process
	}{{"`sysadm-server` at rest", server}, {"`sysadm-sim` at rest", sim}} {
		var bytes int64
		if err = askOnce(ctx, p.process.Ready, questions[0]); err == nil {
			bytes, err = process.Memory(p.process.PID())
		}
		figures = append(figures, figure.Of(p.name, "MiB", once(float64(bytes)/mib), &figure.Target{ValueAtMost: 20}))
	}
	return figures, errors.Join(err, end(server), end(sim))
}

// askOnce asks a server over a connection of its own.
func askOnce(ctx context.Context, to process.Ready, q load.Question) error {
	c, err := load.WebSocket.Open(ctx, to, q)
	if err != nil {
		return err
	}
	defer c.Close()
	return asked(c)
}

// once is the summary of a single measurement.
func once(x float64) ratio.Summary { return ratio.Of([]float64{x}) }

// idle measures the memory that n connections add, to a server and to the
// floor.
func (b *Bench) idle(ctx context.Context, h *host, n int) ([]figure.Figure, error) {
	if !mayOpen(n) {
		return nil, fmt.Errorf("%d connections need more open files than this system allows: raise ulimit -n", n)
	}
	server, err := b.serve(ctx, h, h.iocage, "--max-connections", fmt.Sprint(n+100))
	if err != nil {
		return nil, err
	}
	echo, err := serveFloor(ctx, nil)
	if err != nil {
		return nil, errors.Join(err, end(server))
	}
	each, err := grown(server, n, func() (load.Client, error) { return load.WebSocket.Open(ctx, server.Ready, questions[0]) })
	if err != nil {
		return nil, errors.Join(err, end(server), end(echo))
	}
	bare, err := grown(echo, n, func() (load.Client, error) { return load.WebSocket.OpenFloor(ctx, echo.Ready, questions[0], 1) })
	pair := ratio.Compare([]float64{each / kib}, []float64{bare / kib})
	name := fmt.Sprintf("an idle connection, of %d", n)
	return []figure.Figure{figure.Next(name, "KiB", pair, nil)}, errors.Join(err, end(server), end(echo))
}

// grown returns the bytes that each of n connections adds to a process.
func grown(p *process.Process, n int, open func() (load.Client, error)) (float64, error) {
	first, err := open() // so that the memory of the first one is not counted
	if err != nil {
		return 0, err
	}
	defer first.Close()
	before, err := process.Memory(p.PID())
	if err != nil {
		return 0, err
	}
	crowd, err := load.Gather(n, open)
	if err != nil {
		return 0, err
	}
	defer crowd.Close()
	after, err := process.Memory(p.PID())
	return float64(after-before) / float64(n), err
}

// mayOpen reports whether this process, and those it starts, may open that many
// connections.
func mayOpen(n int) bool {
	var files syscall.Rlimit
	err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files)
	return err != nil || uint64(files.Max) > uint64(n)+200
}

// peak measures the memory for an answer about a large host.
func (b *Bench) peak(ctx context.Context) ([]figure.Figure, error) {
	many := min(10000, b.Effort.Jails[len(b.Effort.Jails)-1])
	h, err := b.newHost(ctx, many)
	if err != nil {
		return nil, err
	}
	server, err := b.serve(ctx, h, h.iocage)
	if err != nil {
		return nil, err
	}
	served, err := peakOf(ctx, server)
	if err != nil {
		return nil, err
	}
	sim, err := b.simulate(ctx, many)
	if err != nil {
		return nil, err
	}
	simulated, err := peakOf(ctx, sim)
	of := ", `listjails` of " + plural(many, "jail")
	return []figure.Figure{
		figure.Of("`sysadm-server` at most"+of, "MiB", once(served), nil),
		figure.Of("`sysadm-sim` at most"+of, "MiB", once(simulated), nil),
	}, err
}

// peakOf asks a server once, ends it, and returns its peak memory in MiB.
func peakOf(ctx context.Context, p *process.Process) (float64, error) {
	err := askOnce(ctx, p.Ready, questions[0])
	used, endErr := p.End()
	return float64(used.Peak) / mib, errors.Join(err, endErr)
}
