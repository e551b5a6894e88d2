// Package model is an abstract host of jails and pools. It is plain data and,
// for each action of sysadm/iocage, the rule that says which answers are right
// and what the host looks like afterwards.
//
// It follows only the documents and the rulings. Where they leave freedom it
// accepts any answer, and learns the result from the next list. Everything that
// a request must not change has to be unchanged in that list.
package model

import (
	"maps"

	"github.com/sysadm-go/sysadm/conformance/internal/effect"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A Jail is what is known of one. An empty text is not known yet: the next
// list tells it.
type Jail struct {
	UUID, Tag, Boot, State, Type, JID, IP4 string

	// These are listed by the last edition.
	Release, IP6, Template string

	// Origin is the UUID of the jail that it was cloned from.
	Origin string

	// Unsure says that it may be gone, Fragile that it may be unable to start:
	// it was made empty, or its release is gone.
	Unsure, Fragile bool
}

// A World is what is known of a host. Its zero value is not used: see New.
type World struct {
	edition edition.Edition
	compat  edition.Compat
	jails   map[string]Jail // by UUID
	open    bool            // any list of jails is right: the next one is believed
	pools   pools
	release release
	stock   stock

	settings map[string]map[string]string // by UUID: what was told before
	defaults map[string]string
}

// A release is the one that jails are made of: on the host, gone, or neither is
// known.
type release struct {
	name        string
	there, gone bool
}

// New returns a host of which nothing is known but the names of its pools. The
// release is that of the jails to make, "" if nobody knows one.
func New(e edition.Edition, c edition.Compat, poolNames []string, releaseName string) *World {
	return &World{
		edition: e, compat: c, jails: map[string]Jail{}, open: true,
		pools: newPools(poolNames, e.Dialect), release: release{name: releaseName},
		settings: map[string]map[string]string{},
	}
}

// Clone returns a host that can be judged on without changing this one.
func (w *World) Clone() *World {
	c := *w
	c.jails, c.pools, c.stock = maps.Clone(w.jails), w.pools.clone(), w.stock.clone()
	c.settings = map[string]map[string]string{}
	for uuid, told := range w.settings {
		c.settings[uuid] = maps.Clone(told)
	}
	c.defaults = maps.Clone(w.defaults)
	return &c
}

// A Request is one for an action of sysadm/iocage by somebody who is logged in.
type Request struct{ Args any }

// Action is the action that is asked for, "" if there is none.
func (q Request) Action() string {
	args, _ := q.Args.(map[string]any)
	action, _ := args["action"].(string)
	return action
}

// text returns an argument that is a text.
func (q Request) text(key string) (value string, given bool) {
	args, _ := q.Args.(map[string]any)
	value, given = args[key].(string)
	return value, given
}

// A Reply is what was answered, over either transport.
type Reply struct {
	// Code is 200, or that of the error.
	Code int

	// Args is the member args of the reply.
	Args any

	// Text is the whole reply as it came.
	Text string
}

// answer is what stands under the action, and nothing beside it.
func (r Reply) answer(action string) (map[string]any, bool) {
	args, _ := r.Args.(map[string]any)
	answer, ok := args[action].(map[string]any)
	return answer, ok && len(args) == 1
}

// A Breach is a rule that an answer breaks.
type Breach struct {
	// Rule is the promise in one sentence, Section says who made it.
	Rule, Section string

	// Expected and Got tell the difference.
	Expected, Got string
}

// Judge says which rule an answer breaks, and learns from one that breaks none.
func (w *World) Judge(q Request, r Reply) *Breach {
	rule, offered := w.find(q.Action())
	switch {
	case !offered:
		return refusedWhole(r, "an action that the edition does not have is unknown", "ruling 2")
	case w.wrongType(rule, q) && w.compat.LooseArguments:
		w.reopen() // it may be taken for one that is empty
		return nil
	case w.wrongType(rule, q) && w.lacks(rule, q) && (asked{World: w, rule: rule, request: q, reply: r}).refused():
		return nil // two faults: either may be told
	case w.wrongType(rule, q):
		return refusedWhole(r, "an argument of a wrong type is error 400", "ruling 8")
	}
	a := asked{World: w, rule: rule, request: q, reply: r}
	if !w.pools.usable() && rule.needsPool && a.refused() {
		return nil
	}
	if missing, b := a.missing(); missing {
		return b
	}
	return rule.judge(a)
}

// Changes reports whether a request could change a host that obeys it: reading
// alone is left out.
func Changes(q Request) bool {
	for _, r := range rules {
		if r.action == q.Action() {
			_, pool := q.text("pool")
			return !effect.Reads(r.action) && (r.action != "activatepool" || pool)
		}
	}
	return false
}

// Jails are those known, in the order of their UUIDs.
func (w *World) Jails() []Jail { return sortedJails(w.jails) }
