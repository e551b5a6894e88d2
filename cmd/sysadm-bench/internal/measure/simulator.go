package measure

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/figure"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/load"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/process"
)

var simulator = Topic{
	ID:    "simulator",
	Title: "The simulated host",
	Text: "Requests a second through `sysadm-sim`, server and imitation in one process, of a host with ten jails. The floor is a bare " +
		"echo of messages of the same size over the same transport. The clients run on the same cores, and cost both the same; " +
		"processor time is that of the server alone.",
	measure: measureSimulator,
}

func measureSimulator(ctx context.Context, b *Bench) (figures []figure.Figure, err error) {
	sim, err := b.simulate(ctx, jails)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, end(sim)) }()
	echo, err := serveFloor(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, end(echo)) }()
	for _, q := range questions {
		for _, t := range []load.Transport{load.WebSocket, load.REST} {
			of, err := b.simulated(ctx, q, t, sim, echo)
			if err != nil {
				return nil, err
			}
			figures = append(figures, of...)
		}
	}
	return figures, nil
}

// simulated measures a question over a transport.
func (b *Bench) simulated(ctx context.Context, q load.Question, t load.Transport, sim, echo *process.Process) (figures []figure.Figure, err error) {
	for _, n := range b.Effort.Simulated {
		rates, costs, err := b.rates(ctx, n, t, q, sim, echo)
		if err != nil {
			return nil, err
		}
		name := fmt.Sprintf("`%s` over %s, %s", q.Action, t.Name, plural(n, "connection"))
		figures = append(figures, figure.Next(name, "requests/s", rates, simulatorTarget(q, t)))
		if costs.Value.Runs > 0 {
			figures = append(figures, figure.Next(name+", processor time of a request", "µs", costs, nil))
		}
	}
	return figures, nil
}

func simulatorTarget(q load.Question, t load.Transport) *figure.Target {
	if q.Action != "listjails" || t.Name != load.WebSocket.Name {
		return nil
	}
	return &figure.Target{RatioAtLeast: 0.6, Why: "The server renews the login, reads and checks the request and its arguments, logs and counts " +
		"it, and records the call of the imitated command."}
}

// simulate serves a simulated host with so many jails.
func (b *Bench) simulate(ctx context.Context, jails int) (*process.Process, error) {
	command, err := b.simulatorCommand(jails)
	if err != nil {
		return nil, err
	}
	return command.Serve(ctx)
}

// simulatorCommand is the command that simulate starts.
func (b *Bench) simulatorCommand(jails int) (process.Command, error) {
	program, err := b.Programs.Find("sysadm-sim")
	if err != nil {
		return process.Command{}, err
	}
	in := func(name string) string { return filepath.Join(b.Folder, "simulated-"+name) }
	if err := os.WriteFile(in("host.yaml"), []byte(described(jails)), 0o600); err != nil {
		return process.Command{}, fmt.Errorf("cannot describe a host: %w", err)
	}
	return process.Command{Argv: []string{program, "serve", "--ws-addr", "127.0.0.1:0", "--rest-addr", "127.0.0.1:0",
		"--seed", in("host.yaml"), "--tls-cert", in("tls.crt"), "--tls-key", in("tls.key")}}, nil
}

// described is a host with n jails, as sysadm-sim reads it.
func described(n int) string {
	var b strings.Builder
	b.WriteString("active: tank\nreleases: [10.2-RELEASE]\njails:\n  - tag: " + firstJail + "\n")
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "  - tag: more_%d\n", i)
	}
	return b.String()
}
