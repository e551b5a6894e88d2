package measure

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/figure"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/load"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/process"
)

var readers = Topic{
	ID:    "readers",
	Title: "Many clients reading",
	Text: "Requests a second through `sysadm-server` and `fakeiocage`, of a host with ten jails, over several WebSocket connections at " +
		"once. Each connection sends its next request when the last is answered. The floor has one process for each request: a bare TLS " +
		"WebSocket server that starts the same command for each message, eight at once, and answers with as many bytes. " +
		"The clients run on the same cores, and cost both the same.",
	measure: measureReaders,
}

// sharedAt is the number of connections from which sharing reads must pay off.
const sharedAt = 64

func measureReaders(ctx context.Context, b *Bench) (figures []figure.Figure, err error) {
	h, seen, err := b.watchedHost(ctx)
	if err != nil {
		return nil, err
	}
	server, err := b.serve(ctx, h, h.iocage)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, end(server)) }()
	for _, q := range seen {
		of, err := b.readersOf(ctx, h, q, server)
		if err != nil {
			return nil, err
		}
		figures = append(figures, of...)
	}
	return figures, nil
}

// readersOf measures one question over all numbers of connections.
func (b *Bench) readersOf(ctx context.Context, h *host, q watched, server *process.Process) (figures []figure.Figure, err error) {
	argv := slices.Concat([]string{"--", h.iocage}, q.argvs[0])
	each, err := serveFloor(ctx, h.env(), argv...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, end(each)) }()
	for _, n := range b.Effort.Connections {
		pair, _, err := b.rates(ctx, n, load.WebSocket, q.Question, server, each)
		if err != nil {
			return nil, err
		}
		var target *figure.Target
		if n == sharedAt {
			target = &figure.Target{RatioAtLeast: 10, Why: "Clients that wait for the same command share one run, and the rest is to read " +
				"requests and write replies; the cheaper the command, the less there is to share."}
		}
		figures = append(figures, figure.Next(fmt.Sprintf("`%s`, %s", q.Action, plural(n, "connection")), "requests/s", pair, target))
	}
	return figures, nil
}
