package model

import "strings"

// judgeActivate follows a pool that is set active, or compares the answer to the
// question which one is.
func judgeActivate(a asked) *Breach {
	pool, named := a.request.text("pool")
	switch {
	case !named:
		return a.judgeActive()
	case a.compat.LooseArguments && !usable(pool):
		return nil // an empty name is the question
	case !usable(pool), len(a.pools.names) > 0 && !a.pools.there(pool):
		return a.mustRefuse("a pool that does not exist is not activated")
	}
	if b := a.sentence("pool " + pool + " activated."); b != nil {
		return b
	}
	if a.pools.activate(pool) {
		a.reopen()
	}
	return nil
}

// judgeActive compares the active pool with the one that is known. Where another
// action tells it, the question may be an error: the documents of 2017-06-05 show
// it, but list pool as required.
func (a asked) judgeActive() *Breach {
	const rule = "activatepool without a pool names the active one"
	if answer, ok := a.reply.answer("activatepool"); ok && len(answer) == 0 && a.compat.EmptyRefusals {
		return nil
	}
	if a.refused() {
		if a.pools.usable() && a.pools.active != some && a.edition.TellsPool == "activatepool" {
			return a.breach(rule, "{\"currently active\": {\"pool\": %q}}", " "+a.pools.active)
		}
		return nil
	}
	answer, _ := a.reply.answer("activatepool")
	active, areTexts := texts(answer["currently active"])
	name := strings.TrimPrefix(active["pool"], " ")
	if a.reply.Code != 200 || len(answer) != 1 || !areTexts || name == "" {
		return a.breach(rule, "{\"currently active\": {\"pool\": …}}")
	}
	return a.learnPool(name, rule)
}

// learnPool compares a pool that is told to be active with what is known.
func (a asked) learnPool(name, rule string) *Breach {
	switch {
	case a.pools.known && a.pools.active != some && name != a.pools.active:
		return a.breach(rule, "%q", a.pools.active)
	case name == a.pools.not:
		return a.breach("a deactivated pool is no longer the active one", "another pool than %q, or none", name)
	case len(a.pools.names) > 0 && !a.pools.there(name):
		return a.breach(rule, "one of %q", a.pools.names)
	}
	a.pools.learn(name)
	return nil
}

// judgeStatus compares what is told of the active pool with what is known.
func judgeStatus(a asked) *Breach {
	const rule = "activatestatus tells whether a pool is active, and which"
	answer, _ := a.reply.answer("activatestatus")
	told, areTexts := texts(answer)
	switch {
	case a.reply.Code != 200 || !areTexts || told["activated"] != "true" && told["activated"] != "false":
		return a.breach(rule, "{\"activated\": \"true\" or \"false\", …}")
	case told["activated"] == "true" && told["pool"] == "":
		return a.breach(rule, "{\"activated\": \"true\", \"pool\": …}")
	case told["activated"] == "true":
		return a.learnPool(told["pool"], rule)
	case a.pools.usable() && a.pools.active != some:
		return a.breach(rule, "{\"activated\": \"true\", \"pool\": %q}", a.pools.active)
	}
	return nil
}

func judgeDeactivate(a asked) *Breach {
	pool, _ := a.request.text("pool")
	switch {
	case a.compat.EmptyRefusals && (!usable(pool) || !a.pools.there(pool)) && a.refused():
		return nil
	case !usable(pool), len(a.pools.names) > 0 && !a.pools.there(pool):
		return a.mustRefuse("a pool that does not exist is not deactivated")
	}
	if b := a.sentence("pool " + pool + " deactivated."); b != nil {
		return b
	}
	if a.pools.deactivate(pool) {
		a.reopen()
	}
	return nil
}
