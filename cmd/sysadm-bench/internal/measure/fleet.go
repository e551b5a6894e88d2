package measure

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/figure"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/process"
)

var fleet = Topic{
	ID:    "fleet",
	Title: "A fleet",
	Text: "A model of a fleet: many simulated hosts in one process, each with a hundred jails and its own ports. The table shows what each " +
		"host costs `sysadm-sim serve --hosts` until all are ready and before the first request, and then what each costs " +
		"`sysadm-conformance fleet`, which judges several at once by the checks `listjails*`.",
	measure: measureFleet,
}

const jailsOfEach = 100

func measureFleet(ctx context.Context, b *Bench) (figures []figure.Figure, err error) {
	begin := time.Now()
	sim, targets, err := b.serveFleet(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, end(sim)) }()
	took := time.Since(begin)
	bytes, err := process.Memory(sim.PID())
	if err != nil {
		return nil, err
	}
	n := float64(b.Effort.Hosts)
	of := fmt.Sprintf(", of %d", b.Effort.Hosts)
	figures = []figure.Figure{
		figure.Of("to start a host"+of, "ms", once(milliseconds(took)/n), nil),
		figure.Of("a host at rest"+of, "KiB", once(float64(bytes)/kib/n), nil),
	}
	judged, err := b.judgeFleet(ctx, targets)
	return append(figures, judged...), err
}

// serveFleet starts the hosts and returns the file of their profiles.
func (b *Bench) serveFleet(ctx context.Context) (sim *process.Process, targets string, err error) {
	program, err := b.Programs.Find("sysadm-sim")
	if err != nil {
		return nil, "", err
	}
	hosts, targets := filepath.Join(b.Folder, "hosts.jsonl"), filepath.Join(b.Folder, "targets.yaml")
	if err := os.WriteFile(hosts, orders(b.Effort.Hosts), 0o600); err != nil {
		return nil, "", fmt.Errorf("cannot describe a fleet: %w", err)
	}
	sim, err = process.Command{Argv: []string{program, "serve", "--hosts", hosts, "--targets-file", targets}}.Serve(ctx)
	if err != nil {
		return nil, "", err
	}
	if err := awaitFile(ctx, targets); err != nil {
		return nil, "", errors.Join(err, end(sim))
	}
	return sim, targets, nil
}

// orders returns the orders for that many hosts.
func orders(hosts int) []byte {
	type jail struct {
		Tag string `json:"tag"`
	}
	type seed struct {
		Active   string   `json:"active"`
		Releases []string `json:"releases"`
		Jails    []jail   `json:"jails"`
	}
	described := seed{Active: "tank", Releases: []string{"10.2-RELEASE"}}
	for i := range jailsOfEach {
		described.Jails = append(described.Jails, jail{fmt.Sprintf("jail-%d", i)})
	}
	var lines []byte
	for i := range hosts {
		line, _ := json.Marshal(map[string]any{"start": fmt.Sprintf("host-%04d", i), "seed": described}) // cannot fail: plain data
		lines = append(append(lines, line...), '\n')
	}
	return lines
}

// awaitFile waits until a file exists. Another process renames it into place.
func awaitFile(ctx context.Context, name string) error {
	looking := time.NewTicker(2 * time.Millisecond)
	defer looking.Stop()
	for {
		if _, err := os.Stat(name); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("cannot wait any longer for %s: %w", name, ctx.Err())
		case <-looking.C:
		}
	}
}

// judgeFleet judges the first hosts.
func (b *Bench) judgeFleet(ctx context.Context, targets string) ([]figure.Figure, error) {
	program, err := b.Programs.Find("sysadm-conformance")
	if err != nil {
		return nil, err
	}
	argv := []string{program, "fleet", "--targets", targets, "--run", "listjails*"}
	judged := min(b.Effort.Judged, b.Effort.Hosts)
	for i := range judged {
		argv = append(argv, fmt.Sprintf("host-%04d", i))
	}
	_, used, err := process.Command{Argv: argv}.Run(ctx)
	if err != nil {
		return nil, err
	}
	of := fmt.Sprintf(", of %d", judged)
	return []figure.Figure{
		figure.Of("to judge a host"+of, "ms", once(milliseconds(used.Took)/float64(judged)), nil),
		figure.Of("to judge a host"+of+", processor time of the suite", "ms", once(milliseconds(used.CPU)/float64(judged)), nil),
		figure.Of("the suite at most"+of, "MiB", once(float64(used.Peak)/mib), nil),
	}, nil
}
