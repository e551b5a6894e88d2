package measure

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/figure"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/floor"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/load"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/process"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/ratio"
)

var request = Topic{
	ID:    "request",
	Title: "One request",
	Text: "`listjails` and `getjailsettings` of a host with ten jails, over an open connection, through `sysadm-server` " +
		"and an `iocage`. The floor starts the same `iocage` with the same arguments and reads its output, and then sends " +
		"one echo with as many bytes each way: over a TLS WebSocket of the same library, or over HTTPS.",
	measure: measureRequest,
}

// The questions asked.
var questions = []load.Question{{Action: "listjails"}, {Action: "getjailsettings", Jail: firstJail}}

const jails = 10

// An executable is an iocage and its name on the page.
type executable struct{ name, path string }

func measureRequest(ctx context.Context, b *Bench) (figures []figure.Figure, err error) {
	h, seen, err := b.watchedHost(ctx)
	if err != nil {
		return nil, err
	}
	canned, err := h.canned(ctx, seen)
	if err != nil {
		return nil, err
	}
	echo, err := serveFloor(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, end(echo)) }()
	for _, x := range []executable{{"a canned script", canned}, {"fakeiocage", h.iocage}} {
		of, err := b.requestsOver(ctx, h, x, seen, echo.Ready)
		if err != nil {
			return nil, err
		}
		figures = append(figures, of...)
	}
	return figures, nil
}

// watchedHost makes a host and finds out what a server runs to answer the
// questions.
func (b *Bench) watchedHost(ctx context.Context) (*host, []watched, error) {
	h, err := b.newHost(ctx, jails)
	if err != nil {
		return nil, nil, err
	}
	seen, err := b.watch(ctx, h, questions)
	return h, seen, err
}

// serveFloor starts the floor in a process of its own.
func serveFloor(ctx context.Context, env []string, argv ...string) (*process.Process, error) {
	self, err := process.Self(append([]string{"floor"}, argv...)...)
	if err != nil {
		return nil, err
	}
	self.Env = env
	return self.Serve(ctx)
}

// requestsOver measures requests through a server over one executable.
func (b *Bench) requestsOver(ctx context.Context, h *host, x executable, seen []watched, echo process.Ready) (figures []figure.Figure, err error) {
	server, err := b.serve(ctx, h, x.path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, end(server)) }()
	for _, q := range seen {
		for _, t := range []load.Transport{load.WebSocket, load.REST} {
			pair, err := b.oneRequest(ctx, h, x, q, t, server.Ready, echo)
			if err != nil {
				return nil, err
			}
			name := fmt.Sprintf("`%s` over %s and %s", q.Action, t.Name, x.name)
			figures = append(figures, figure.Next(name, "ms", pair, requestTarget(q)))
		}
	}
	return figures, nil
}

func requestTarget(q watched) *figure.Target {
	if q.Action != "listjails" {
		return nil
	}
	return &figure.Target{RatioAtMost: 1.15, Why: "The server reads and checks JSON, waits for its turn among the reads, logs and counts each " +
		"request, and is woken once more for the end of the command; compared with a command of a millisecond this is noticeable."}
}

// oneRequest measures one question over one transport.
func (b *Bench) oneRequest(ctx context.Context, h *host, x executable, q watched, t load.Transport, server, echo process.Ready) (ratio.Pair, error) {
	client, err := t.Open(ctx, server, q.Question)
	if err != nil {
		return ratio.Pair{}, err
	}
	defer client.Close()
	size, err := client.Ask()
	if err != nil {
		return ratio.Pair{}, err
	}
	bare, err := t.OpenFloor(ctx, echo, q.Question, size)
	if err != nil {
		return ratio.Pair{}, err
	}
	defer bare.Close()
	return b.Effort.Requests.Alternate(ctx,
		timed(func() error { return errors.Join(q.run(ctx, x.path, h.env()), asked(bare)) }),
		timed(func() error { return asked(client) }))
}

// run runs what the server runs, as directly as possible.
func (q watched) run(ctx context.Context, iocage string, env []string) error {
	for _, argv := range q.argvs {
		if err := floor.Exec(ctx, env, append([]string{iocage}, argv...)); err != nil {
			return err
		}
	}
	return nil
}

func asked(c load.Client) error {
	_, err := c.Ask()
	return err
}

// timed measures the time of a call, in milliseconds.
func timed(do func() error) ratio.Sample {
	return func(context.Context) (float64, error) {
		begin := time.Now()
		err := do()
		return milliseconds(time.Since(begin)), err
	}
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
