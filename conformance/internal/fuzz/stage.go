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
	s.trace = nil
	one, err := s.open(ctx, s.options.Target, s.options.Compat)
	if err != nil {
		return 0, nil, err
	}
	defer func() { err = errors.Join(err, s.end(one)) }()
	if b, err = one.begin(); b != nil || err != nil {
		return 0, b, err
	}
	todo := steps(s.ground(one.client.endpoint))
	if s.options.Against == nil {
		return one.play(todo)
	}
	other, err := s.open(ctx, s.options.Against, s.options.AgainstCompat)
	if err != nil {
		return 0, nil, err
	}
	defer func() { err = errors.Join(err, s.end(other)) }()
	if b, err = other.begin(); b != nil || err != nil {
		return 0, other.blamed(b, true), err
	}
	return pair{one, other}.play(todo)
}

// end tidies up behind a sequence and keeps what was said. It is called for the
// other target first.
func (s *stage) end(p *player) error {
	s.requests += p.count
	shown := p.shown()
	if p.other {
		for i := range shown {
			shown[i].Session = "other:" + shown[i].Session
		}
		s.trace = shown
	} else {
		s.trace = append(shown, s.trace...)
	}
	p.tidy()
	p.client.close()
	return p.stop()
}

func (s *stage) ground(e conformance.Endpoint) Ground {
	return Ground{
		Edition: s.edition, WebSocket: e.WS != "", REST: e.REST != "",
		Simulated: s.options.Target.Simulated() && (s.options.Against == nil || s.options.Against.Simulated()), Destructive: s.options.Destructive,
		Tame: s.options.Against != nil && s.options.Compat.LooseArguments != s.options.AgainstCompat.LooseArguments,
	}
}

// open starts a target.
func (s *stage) open(ctx context.Context, h conformance.Host, c edition.Compat) (*player, error) {
	endpoint, stop, err := h.Start(ctx, conformance.Setting{Edition: s.edition, Compat: c})
	if err != nil {
		return nil, err
	}
	client, err := newClient(endpoint, s.options.Timeout)
	if err != nil {
		return nil, errors.Join(err, stop())
	}
	p := &player{
		ctx: ctx, client: client, edition: s.edition, compat: c, prefix: s.prefix, stop: stop,
		other:     h == s.options.Against,
		simulated: h.Simulated(), release: s.options.Release, isSeen: map[string]bool{},
	}
	if p.simulated {
		p.pools, p.release = simulatedPools, simulatedRelease
	}
	return p, nil
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
