package fuzz

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/model"
	"github.com/sysadm-go/sysadm/conformance/internal/near"
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
	defer func() { err = errors.Join(err, s.end(one, b)) }()
	if b, err = one.begin(); b != nil || err != nil {
		return 0, b, err
	}
	if err := s.lend(one); err != nil {
		return 0, nil, err
	}
	todo := steps(s.ground(one.client.endpoint))
	if s.options.Against == nil {
		return one.play(todo)
	}
	other, err := s.open(ctx, s.options.Against, s.options.AgainstCompat)
	if err != nil {
		return 0, nil, err
	}
	defer func() { err = errors.Join(err, s.end(other, b)) }()
	if b, err = other.begin(); b != nil || err != nil {
		return 0, other.blamed(b, true), err
	}
	return pair{one, other}.play(todo)
}

// end tidies up behind a sequence and keeps what was said. It is called for the
// other target first.
func (s *stage) end(p *player, b *model.Breach) error {
	s.requests += p.count
	hide := p.secrets()
	if b != nil {
		b.Expected, b.Got = hide.Replace(b.Expected), hide.Replace(b.Got)
	}
	shown := slices.Clone(p.trace)
	for i := range shown {
		shown[i].Text = hide.Replace(shown[i].Text)
	}
	if p.other {
		for i := range shown {
			shown[i].Session = "other:" + shown[i].Session
		}
		s.trace = shown
	} else {
		s.trace = append(shown, s.trace...)
	}
	err := s.giveBack(p)
	p.client.close()
	return errors.Join(err, p.stop())
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

// secrets hides passwords and tokens, and what is nearly one.
func (p *player) secrets() *strings.Replacer {
	secrets := map[string]string{}
	for _, guess := range guesses {
		_, password := guess(p.client.endpoint.User, p.client.endpoint.Password)
		secrets[password] = "<wrong password>"
	}
	for _, token := range p.access.Tokens() {
		for _, near := range []string{near.SwapCase(token), near.AllButLast(token), half(token, 0), half(token, 1)} {
			secrets[near] = "<part of a token>"
		}
		secrets[token] = "<token>"
	}
	secrets[p.client.endpoint.Password] = "<password>"
	delete(secrets, "")
	delete(secrets, p.client.endpoint.User)
	return strings.NewReplacer(longestFirst(secrets)...)
}

// longestFirst lists secrets, as text and as they stand inside JSON, each before
// its parts.
func longestFirst(secrets map[string]string) []string {
	var pairs []string
	for _, secret := range slices.SortedFunc(maps.Keys(secrets), func(a, b string) int { return len(b) - len(a) }) {
		quoted, _ := json.Marshal(secret)
		pairs = append(pairs, string(quoted[1:len(quoted)-1]), secrets[secret], secret, secrets[secret])
	}
	return pairs
}
