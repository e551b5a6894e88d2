package fuzz

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/model"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A stage is where sequences of one edition are run, and what the last run left.
type stage struct {
	options  Options
	edition  edition.Edition
	prefix   string
	requests int
	trace    []conformance.Message
}

// simulatedPools are those of every simulated host (docs/simulator.md), and
// simulatedRelease is what its jails are made of.
var simulatedPools = []string{"tank", "zroot"}

const simulatedRelease = "10.2-RELEASE"

// run starts the target, carries out the steps that suit it, and tidies up.
func (s *stage) run(ctx context.Context, steps func(Ground) []Step) (done int, b *model.Breach, err error) {
	p, stop, err := s.open(ctx, s.options.Target, s.options.Compat)
	if err != nil {
		return 0, nil, err
	}
	b, err = p.begin()
	if b == nil && err == nil {
		done, b, err = p.play(steps(s.ground(p.client.endpoint)))
	}
	s.requests += p.count
	s.trace = p.shown()
	p.tidy()
	p.client.close()
	if ended := stop(); ended != nil {
		err = errors.Join(err, ended)
	}
	return done, b, err
}

func (s *stage) ground(e conformance.Endpoint) Ground {
	return Ground{
		Edition: s.edition, WebSocket: e.WS != "", REST: e.REST != "",
		Simulated: s.options.Target.Simulated(), Destructive: s.options.Destructive,
	}
}

// open starts a target.
func (s *stage) open(ctx context.Context, h conformance.Host, c edition.Compat) (*player, func() error, error) {
	endpoint, stop, err := h.Start(ctx, conformance.Setting{Edition: s.edition, Compat: c})
	if err != nil {
		return nil, nil, err
	}
	client, err := newClient(endpoint, s.options.Timeout)
	if err != nil {
		return nil, nil, errors.Join(err, stop())
	}
	p := &player{
		ctx: ctx, client: client, edition: s.edition, compat: c, prefix: s.prefix,
		simulated: h.Simulated(), release: s.options.Release, isSeen: map[string]bool{},
	}
	if p.simulated {
		p.pools, p.release = simulatedPools, simulatedRelease
	}
	return p, stop, nil
}

// tidy destroys the jails of the run on a host that stays.
func (p *player) tidy() {
	if p.simulated || !p.edition.Offers("destroyjail") {
		return
	}
	p.ctx = context.WithoutCancel(p.ctx)
	for _, j := range p.world.Jails() {
		if p.isOwn(j) {
			destroy := p.asks("destroyjail")
			destroy.Args = args{"action": "destroyjail", "jail": j.UUID}
			_, _ = p.together([]Step{destroy})
		}
	}
}

// shown is the trace without secrets.
func (p *player) shown() []conformance.Message {
	e := p.client.endpoint
	hide := []string{}
	for _, secret := range []struct{ text, with string }{{e.Password + "x", "<wrong password>"}, {e.Password, "<password>"}} {
		quoted, _ := json.Marshal(secret.text)
		hide = append(hide, string(quoted[1:len(quoted)-1]), secret.with, secret.text, secret.with)
	}
	for _, token := range p.access.Tokens() {
		hide = append(hide, token, "<token>")
	}
	replace := strings.NewReplacer(hide...)
	shown := make([]conformance.Message, len(p.trace))
	for i, m := range p.trace {
		m.Text = replace.Replace(m.Text)
		shown[i] = m
	}
	return shown
}
