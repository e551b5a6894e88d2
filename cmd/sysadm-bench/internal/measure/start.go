package measure

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/figure"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/process"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/ratio"
)

var start = Topic{
	ID:    "start",
	Title: "Start, and size",
	Text: "The time from the start of a program that has its certificate until the first TLS handshake of a client is done, compared with " +
		"the bare echo, which makes a certificate first. Then the size of each program as `make build` makes it.",
	measure: measureStart,
}

// The programs for users, and the known reasons for their size.
var programs = []struct{ name, why string }{
	{name: "sysadm-server"},
	{name: "sysadm-sim"},
	{name: "fakeiocage"},
	{"sysadm-conformance", "It holds all scripts and schemas, a right server of its own, and the page of its reports."},
}

func measureStart(ctx context.Context, b *Bench) ([]figure.Figure, error) {
	h, err := b.newHost(ctx, jails)
	if err != nil {
		return nil, err
	}
	server, err := b.server(ctx, h, h.iocage)
	if err != nil {
		return nil, err
	}
	sim, err := b.simulatorCommand(jails)
	if err != nil {
		return nil, err
	}
	echo, err := process.Self("floor")
	if err != nil {
		return nil, err
	}
	var figures []figure.Figure
	for _, c := range []struct {
		name    string
		command process.Command
	}{{"`sysadm-server`", server}, {"`sysadm-sim`", sim}} {
		pair, err := b.Effort.Starts.Alternate(ctx, accepted(echo), accepted(c.command))
		if err != nil {
			return nil, err
		}
		figures = append(figures, figure.Next(c.name+", to its first connection", "ms", pair, &figure.Target{ValueAtMost: 25}))
	}
	sizes, err := b.sizes()
	return append(figures, sizes...), err
}

// accepted measures the time from a program's start until it has accepted a
// connection. Ending it is not included.
func accepted(command process.Command) ratio.Sample {
	return func(ctx context.Context) (float64, error) {
		begin := time.Now()
		p, err := command.Serve(ctx)
		if err != nil {
			return 0, err
		}
		err = handshake(ctx, p.Ready)
		took := time.Since(begin)
		return milliseconds(took), errors.Join(err, end(p))
	}
}

func handshake(ctx context.Context, to process.Ready) error {
	address, err := url.Parse(to.WS)
	if err != nil {
		return err
	}
	dialer := tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true}} // no data is sent
	conn, err := dialer.DialContext(ctx, "tcp", address.Host)
	if err != nil {
		return fmt.Errorf("cannot connect: %w", err)
	}
	return conn.Close()
}

// sizes are those of the programs.
func (b *Bench) sizes() ([]figure.Figure, error) {
	var figures []figure.Figure
	for _, p := range programs {
		path, err := b.Programs.Find(p.name)
		if err != nil {
			return nil, err
		}
		info, err := os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("cannot tell the size of %s: %w", p.name, err)
		}
		target := &figure.Target{ValueAtMost: 15, Why: p.why}
		figures = append(figures, figure.Of(fmt.Sprintf("`%s`, size", p.name), "MiB", once(float64(info.Size())/mib), target))
	}
	return figures, nil
}
