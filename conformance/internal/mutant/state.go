package mutant

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// stateMutants do not do what they say, or something else beside it.
var stateMutants = slices.Concat([]Mutant{
	undone("startjail", "startjail.starts.*", func(x *exchange) { x.proxy.command("stopjail", "jail", x.text("jail")) }),
	undone("stopjail", "stopjail.stops.*", func(x *exchange) { x.proxy.command("startjail", "jail", x.text("jail")) }),
	undone("activatepool", "activatepool.activates.* activatepool.changes.*", func(x *exchange) {
		if x.text("pool") != "" {
			x.proxy.command("deactivatepool", "pool", x.text("pool"))
		}
	}),
	undone("deactivatepool", "deactivatepool.gone.*", func(x *exchange) { x.proxy.command("activatepool", "pool", x.text("pool")) }),
	undone("createjail", "createjail.creates.*", destroyMade),
	undone("clonejail", "clonejail.clones.*", destroyMade),
	unsaid("destroyjail", "destroyjail.destroys.*", func(x *exchange) any {
		return message{"success": message{"Destroying": " " + x.proxy.uuidOf(x.text("jail"))}}
	}),
	unsaid("cleanjails", "cleanjails.cleans.*", func(*exchange) any { return message{"success": "All jails have been cleaned."} }),
	unsaid("cleanreleases", "cleanreleases.cleans.*", func(*exchange) any { return message{"success": "All RELEASEs have been cleaned."} }),
	unsaid("cleantemplates", "cleantemplates.clones.* cleantemplates.cleans.*", func(*exchange) any { return message{"success": "All templates have been cleaned."} }),
	unsaid("cleanall", "cleanall.cleans.*", func(*exchange) any { return message{"success": "All iocage datasets have been cleaned."} }),

	beside("startjail", "startjail.only.* startjail.starts.*", "another jail stops", func(x *exchange) { x.proxy.command("stopjail", "jail", "www") }),
	beside("stopjail", "stopjail.only.*", "another jail stops", func(x *exchange) { x.proxy.command("stopjail", "jail", "www") }),
	beside("createjail", "createjail.others.*", "another jail starts", func(x *exchange) { x.proxy.command("startjail", "jail", "test") }),
	beside("createjail", "createjail.*", "a second jail is made", func(x *exchange) { x.proxy.command("createjail", "props", x.text("props")) }).named("createjail.done.twice"),
	beside("clonejail", "clonejail.*", "the jail that is cloned starts", func(x *exchange) { x.proxy.command("startjail", "jail", x.text("jail")) }),
	beside("destroyjail", "destroyjail.only.*", "another jail is destroyed", func(x *exchange) { x.proxy.command("destroyjail", "jail", "test") }),
	beside("capjail", "capjail.*", "the jail stops", func(x *exchange) { x.proxy.command("stopjail", "jail", x.text("jail")) }),
	beside("execjail", "execjail.*", "the jail stops", func(x *exchange) { x.proxy.command("stopjail", "jail", x.text("jail")) }),
	beside("getjailsettings", "getjailsettings.* listjails.*", "the jail starts", func(x *exchange) { x.proxy.command("startjail", "jail", x.text("jail")) }).offered("startjail"),
	beside("activatepool", "activatepool.*", "all jails stop", func(x *exchange) { x.proxy.command("stopjail", "jail", "www") }).offered("stopjail"),
	beside("cleanreleases", "cleanreleases.*", "jails are destroyed", func(x *exchange) { x.proxy.command("cleanjails") }).offered("cleanjails"),
	beside("cleantemplates", "cleantemplates.*", "jails are destroyed", func(x *exchange) { x.proxy.command("cleanjails") }).offered("cleanjails"),
	beside("cleanjails", "cleanjails.*", "releases are destroyed", func(x *exchange) { x.proxy.command("cleanreleases") }),
	wrong("startjail.refused.done", "a start that is refused starts another jail", "startjail.refused.* startjail.unknown.*", refusals("startjail", func(x *exchange) { x.proxy.command("startjail", "jail", "test") })).offered("startjail"),
	wrong("stopjail.refused.done", "a stop that is refused stops another jail", "stopjail.refused.* stopjail.unknown.*", refusals("stopjail", func(x *exchange) { x.proxy.command("stopjail", "jail", "www") })).offered("stopjail"),
	wrong("activatepool.refused.done", "an activation that is refused leaves no pool active", "activatepool.refused.*", refusals("activatepool", func(x *exchange) { x.proxy.command("deactivatepool", "pool", "tank") })).offered("activatepool").lacking(heals),
	wrong("deactivatepool.refused.done", "a deactivation that is refused leaves no pool active", "deactivatepool.refused.*", refusals("deactivatepool", func(x *exchange) { x.proxy.command("deactivatepool", "pool", "tank") })).offered("deactivatepool").lacking(heals),
	wrong("createjail.refused.done", "a creation that is refused leaves a jail", "createjail.refused.*", refusals("createjail", func(x *exchange) {
		x.proxy.command("createjail", "props", "tag=left release=10.2-RELEASE")
	})).offered("createjail"),
	wrong("createjail.release.claimed", "a jail of a release that does not exist is reported as made", "createjail.release.absent.*", refusals("createjail", func(x *exchange) {
		if strings.Contains(x.text("props"), "release=0.1-RELEASE") {
			x.result()["createjail"] = message{"props": x.text("props"), "success": message{"Please fetch 0.1-RELEASE": ""}, "switches": ""}
		}
	})).offered("createjail"),
	wrong("activatepool.query.changes", "asking for the active pool deactivates it", "activatepool.query.*", replied(when(is("activatepool").and(lacking("pool")), besides("deactivatepool", "pool", "tank")))).offered("activatepool").lacking(heals),
	wrong("deactivatepool.active", "deactivating an inactive pool deactivates the active one", "deactivatepool.other.*", answers("deactivatepool", func(x *exchange, a message) any {
		x.proxy.command("deactivatepool", "pool", "tank")
		return a
	})).offered("deactivatepool").lacking(heals),
	wrong("activatepool.toggled", "activating a pool twice deactivates it", "activatepool.twice.*", func(p *proxy) {
		last := ""
		answers("activatepool", func(x *exchange, a message) any {
			if pool := x.text("pool"); pool != "" && pool == last {
				x.proxy.command("deactivatepool", "pool", pool)
			} else if pool != "" {
				last = pool
			}
			return a
		})(p)
	}).offered("activatepool").lacking(heals),
	wrong("listjails.changes", "listing starts a jail", "listjails.* startjail.*", replied(when(is("listjails"), besides("startjail", "jail", "test")))).offered("startjail"),

	stale("listjails.stale", "listjails keeps giving its first answer", "listjails", "startjail.starts.* stopjail.stops.*", 0).offered("startjail"),
	stale("listjails.stale.second", "listjails answers with the state of a second ago", "listjails", "startjail.starts.* startjail.visible.*", time.Second).offered("startjail"),
	stale("df.stale", "df keeps giving its first answer", "df", "df.created.*", 0),
	stale("getjailsettings.stale", "getjailsettings keeps giving its first answer for each jail", "getjailsettings", "getjailsettings.* listjails.settings.*", 0),
	wrong("activatepool.stale", "activatepool without a pool keeps giving its first answer", "activatepool.activates.* deactivatepool.gone.*", func(p *proxy) {
		var first any
		replied(func(x *exchange) {
			if answer, ok := x.answer(); ok && x.is("activatepool") && x.args["pool"] == nil {
				if first == nil {
					first = answer
				}
				x.result()["activatepool"] = first
			}
		})(p)
	}).offered("activatepool").lacking(tellsStatus).rightWhere(emptied),
	wrong("listjails.stale.others", "a connection sees the list as it was when it connected, until it changes a jail itself", "startjail.visible.* stopjail.visible.*", func(p *proxy) {
		var first any
		owner := map[*client]bool{}
		replied(func(x *exchange) {
			if x.is("startjail") || x.is("stopjail") {
				owner[x.client] = true
			}
			if answer, ok := x.answer(); ok && x.is("listjails") && x.client.over == websocket && !owner[x.client] {
				if first == nil {
					first = answer
				}
				x.result()["listjails"] = first
			}
		})(p)
	}).offered("startjail"),
}, invented())

// heals reports whether the iocage of an edition makes the first pool active where
// none is: there a pool that is deactivated comes back (ruling 26).
func heals(e edition.Edition) bool { return e.Dialect.Python }

// tellsStatus reports whether an edition has its own action that tells the active pool.
func tellsStatus(e edition.Edition) bool { return e.TellsPool != "activatepool" }

// undone takes back what a successful request did.
func undone(action, caught string, undo func(x *exchange)) Mutant {
	return wrong(action+".unchanged", action+" answers a success, but changes nothing", caught, answers(action, func(x *exchange, a message) any {
		undo(x)
		return a
	})).offered(action)
}

// unsaid answers a success without asking the server, if the request was one
// that it would obey.
func unsaid(action, caught string, answer func(x *exchange) any) Mutant {
	return wrong(action+".unchanged", action+" answers a success, but changes nothing", caught, asked(func(x *exchange) {
		if x.is(action) && (action != "destroyjail" || x.proxy.uuidOf(x.text("jail")) != "") {
			x.succeed(answer(x))
		}
	})).offered(action)
}

// beside does something else in addition to what a successful request did.
func beside(action, caught, sentence string, also func(x *exchange)) Mutant {
	return wrong(action+".beside", "in addition to what "+action+" does, "+sentence, caught, answers(action, func(x *exchange, a message) any {
		also(x)
		return a
	})).offered(action)
}

func (m Mutant) named(name string) Mutant { m.Name = name; return m }

// destroyMade destroys the jail that a reply tells of.
func destroyMade(x *exchange) {
	answer, _ := x.answer()
	for _, uuid := range uuidForm.FindAllString(flat(answer), -1) {
		x.proxy.command("destroyjail", "jail", uuid)
	}
}

// stale repeats an answer for some time, for ever if that is 0.
func stale(name, sentence, action, caught string, life time.Duration) Mutant {
	return wrong(name, sentence, caught, func(p *proxy) {
		var kept any
		var since time.Time
		answers(action, func(_ *exchange, a message) any {
			if kept == nil || life > 0 && time.Since(since) > life {
				kept, since = a, time.Now()
			}
			return kept
		})(p)
	}).offered(action)
}

// invented are successes where iocage said no.
func invented() []Mutant {
	successes := map[string]func(x *exchange) any{
		"startjail":       func(x *exchange) any { return message{x.text("jail"): message{"* Starting " + x.text("jail"): ""}} },
		"stopjail":        func(x *exchange) any { return message{x.text("jail"): message{"* Stopping " + x.text("jail"): ""}} },
		"capjail":         func(x *exchange) any { return message{"success": "jail " + x.text("jail") + " capped."} },
		"execjail":        func(*exchange) any { return message{"success": message{}} },
		"destroyjail":     func(x *exchange) any { return message{"success": message{"Destroying": " " + x.text("jail")}} },
		"clonejail":       made,
		"createjail":      made,
		"getjailsettings": func(x *exchange) any { return message{x.text("jail"): message{"tag": x.text("jail")}} },
		"activatepool":    func(x *exchange) any { return message{"success": "pool " + x.text("pool") + " activated."} },
		"deactivatepool":  func(x *exchange) any { return message{"success": "pool " + x.text("pool") + " deactivated."} },
	}
	var list []Mutant
	for _, action := range slices.Sorted(maps.Keys(successes)) {
		caught := action + ".unknown.* " + action + ".twice.* " + action + ".refused.* " + action + ".down.* " + action + ".missing.*"
		list = append(list,
			wrong(action+".refusal.500", action+" answers 500 where iocage refused", caught, refusals(action, func(x *exchange) { x.fail(500) })).offered(action),
			wrong(action+".refusal.blank", action+" refuses without a reason", caught, refusals(action, func(x *exchange) { x.result()[action] = message{"error": ""} })).offered(action),
			wrong(action+".refusal.empty", action+" answers an empty object where iocage refused", caught, refusals(action, func(x *exchange) { x.result()[action] = message{} })).offered(action).rightWhere(emptyRefusal(action)),
			wrong(action+".refusal.success", action+" answers a success where iocage refused", caught, refusals(action, func(x *exchange) { x.result()[action] = successes[action](x) })).offered(action),
		)
	}
	return list
}

// emptyRefusal says where {} is an answer of iocage's no to an action.
func emptyRefusal(action string) func(edition.Compat) bool {
	return func(c edition.Compat) bool { return action == "activatepool" && emptied(c) }
}

func made(x *exchange) any {
	return message{"props": x.text("props"), "jail": x.text("jail"), "switches": x.text("switches"),
		"success": message{"Successfully created": " 611c89ae-c43c-11e5-9602-54ee75595566 (x)"}}
}
