package fuzz

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/effect"
	"github.com/sysadm-go/sysadm/conformance/internal/model"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A player carries out a sequence on one target and judges every answer.
type player struct {
	ctx       context.Context // of the run; its steps have no other
	client    *client
	edition   edition.Edition
	compat    edition.Compat
	simulated bool
	prefix    string // of the tags of the jails that the run makes
	release   string // of which it makes them
	pools     []string

	other bool         // it is the target that another is compared with
	lent  bool         // the ledger knows of the jails that are made on it
	stop  func() error // ends the target

	world  *model.World
	access *model.Access
	seen   []string // UUIDs, in the order in which they came to be known
	isSeen map[string]bool

	count int
	last  []*sent // the group of steps that was carried out last
	trace []conformance.Message
}

// The session that looks at the host after each change, and is no part of a
// sequence.
const watch = "watch"

// begin logs in and has a first look at the host.
func (p *player) begin() (*model.Breach, error) {
	p.world = model.New(p.edition, p.compat, p.pools, p.release)
	p.access = model.NewAccess(p.compat)
	var steps []Step
	if p.client.endpoint.WS != "" {
		steps = append(steps, Step{Session: watch, Over: websocket, Class: "rpc/auth"}, Step{Session: "first", Over: websocket, Class: "rpc/auth"})
	}
	steps = append(steps, p.asks("listjails"))
	steps = append(steps, p.views("activatepool")...)
	if p.simulated {
		steps = append(steps, p.views("fetchreleases", "createplugin", "cleantemplates")...)
	}
	for _, s := range steps {
		if b, err := p.together([]Step{s}); b != nil || err != nil {
			return b, err
		}
	}
	p.trace = p.trace[max(0, len(p.trace)-2):] // the list, with which it all begins
	return nil, nil
}

// asks is a question of the watching session.
func (p *player) asks(action string) Step {
	s := Step{Session: watch, Over: websocket, Class: iocage, Args: map[string]any{"action": action}}
	if p.client.endpoint.WS == "" {
		s.Over = rest
	}
	return s
}

const iocage = "sysadm/iocage"

// play carries out the steps until an answer breaks a rule. done is how many
// were carried out, the one that broke it included.
func (p *player) play(steps []Step) (done int, b *model.Breach, err error) {
	for done < len(steps) {
		if err := p.ctx.Err(); err != nil {
			return done, nil, context.Cause(p.ctx)
		}
		n := p.group(steps[done:])
		b, err = p.together(steps[done : done+n])
		done += n
		if b != nil || err != nil {
			return done, b, err
		}
	}
	return done, nil, nil
}

// group counts the steps that are sent without waiting for each other: the
// first, and those after it that only read.
func (p *player) group(steps []Step) int {
	n := 1
	head := steps[0]
	if head.Over != websocket || head.Class != iocage && head.Class != "rpc/auth" {
		return n
	}
	for n < len(steps) && steps[n].Joined && steps[n].Over == websocket && steps[n].Session == head.Session && reads(steps[n]) {
		n++
	}
	return n
}

// reads reports a step that cannot change anything on a right target.
func reads(s Step) bool {
	args, _ := s.Args.(map[string]any)
	switch s.Class {
	case iocage:
		action, _ := args["action"].(string)
		return effect.Reads(action)
	case "rpc/query":
		return true
	}
	return false
}

// together sends a group of steps, waits for the answers, judges them in the
// order in which they were sent, and looks at the host if it may have changed.
func (p *player) together(steps []Step) (*model.Breach, error) {
	if steps[0].Session != watch {
		p.last = nil
	}
	if steps[0].Class == "connect" {
		p.access.Connect(steps[0].Session)
		return p.fault(p.client.dial(p.ctx, steps[0].Session))
	}
	all, b, err := p.exchange(steps)
	if b != nil || err != nil {
		return b, err
	}
	if steps[0].Session != watch {
		p.last = all
	}
	if all[0].Class == "rpc/auth_clear" && all[0].Over == websocket {
		// It has no reply; what has one and is answered in order tells when it is done.
		return p.together([]Step{{Session: all[0].Session, Over: websocket, Class: "rpc/identify", Args: args{}}})
	}
	if all[0].Class == iocage && steps[0].Session != watch && model.Changes(model.Request{Args: all[0].args}) {
		return p.look(all[0])
	}
	return nil, nil
}

// exchange sends a group of steps, waits for the answers and judges them.
func (p *player) exchange(steps []Step) (all []*sent, b *model.Breach, err error) {
	for _, step := range steps {
		s, err := p.send(step)
		if err != nil {
			b, err = p.fault(err)
			return nil, b, err
		}
		all = append(all, s)
	}
	if b, err = p.receive(all); err != nil {
		b, err = p.fault(err)
	}
	if b != nil || err != nil {
		return nil, b, err
	}
	if b = p.judge(all); b == nil {
		p.see()
	}
	return all, b, nil
}

// views are what tells of the change that an action made, beside the list of
// jails.
var views = map[string][]string{
	"fetchreleases": {"listreleases"}, "createplugin": {"listreleases", "listplugins"},
	"cleanreleases": {"listreleases", "listtemplates"}, "cleantemplates": {"listtemplates"},
}

// views are the questions after actions, as far as the edition has them.
func (p *player) views(actions ...string) (questions []Step) {
	for _, action := range actions {
		tell := views[action]
		if strings.HasSuffix(action, "pool") {
			tell = []string{p.edition.TellsPool}
		}
		for _, view := range tell {
			if p.edition.Offers(action) && p.edition.Offers(view) {
				questions = append(questions, p.asks(view), p.asks("listjails"))
			}
		}
	}
	return questions
}

// look asks for what a change may have changed.
func (p *player) look(changed *sent) (*model.Breach, error) {
	if b, err := p.await(); b != nil || err != nil {
		return b, err
	}
	questions := p.views(model.Request{Args: changed.args}.Action())
	if len(questions) == 0 {
		questions = []Step{p.asks("listjails")}
	}
	for _, q := range questions {
		if b, err := p.together([]Step{q}); b != nil || err != nil {
			return b, err
		}
	}
	return nil, nil
}

// judge judges the first answer of a group, and the others, which may tell of
// the host before or after it. What may be of before teaches nothing.
func (p *player) judge(all []*sent) *model.Breach {
	before := p.world
	if len(all) > 1 {
		before = p.world.Clone()
	}
	if b := p.judgeOne(all[0]); b != nil {
		return b
	}
	changes := model.Changes(model.Request{Args: all[0].args})
	for _, s := range all[1:] {
		after := p.world
		p.world = before.Clone()
		if changes && p.judgeOne(s) == nil {
			p.world = after
			continue
		}
		p.world = after
		if b := p.judgeOne(s); b != nil {
			return b
		}
	}
	return nil
}

// fault says what an error means: a connection that broke is a breach; an interrupt,
// or a target that was never reached, is an error.
func (p *player) fault(err error) (*model.Breach, error) {
	var lost errLost
	if err == nil || p.ctx.Err() != nil {
		return nil, context.Cause(p.ctx)
	}
	if !errors.As(err, &lost) || p.count <= 1 {
		return nil, fmt.Errorf("cannot go on: %w", err)
	}
	return &model.Breach{
		Rule: "every request is answered, and the connection goes on", Section: "ruling 18",
		Expected: "a reply", Got: err.Error(),
	}, nil
}
