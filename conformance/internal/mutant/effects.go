package mutant

import (
	"maps"
	"slices"
	"strings"
)

// effectMutants do too much or too little, to others or to their own.
var effectMutants = slices.Concat([]Mutant{
	wrong("uuid.key.startjail", "a jail that is started by its UUID is answered under its tag", "startjail.only.*", underTag("startjail")).offered("startjail"),
	wrong("uuid.key.stopjail", "a jail that is stopped by its UUID is answered under its tag", "stopjail.only.*", underTag("stopjail")).offered("startjail"),
	after("startjail", "boot", "a jail that was started is listed with boot on", "startjail.starts.*", func(row message) { row["boot"] = "on" }),
	after("startjail", "type", "a jail that was started is listed as a thickjail", "startjail.starts.*", func(row message) { row["type"] = "thickjail" }),
	after("stopjail", "type", "a jail that was stopped is listed as a thickjail", "stopjail.stops.*", func(row message) { row["type"] = "thickjail" }),
	after("stopjail", "boot", "a jail that was stopped is listed with boot off", "stopjail.stops.*", func(row message) { row["boot"] = inverted(row["boot"].(string)) }),
	after("stopjail", "address", "a jail that was stopped keeps its address", "stopjail.stops.*", func(row message) { row["ip4"] = "10.0.2.99" }),
	wrong("clonejail.clone", "a clone cannot be cloned", "clonejail.noprops.*", func(p *proxy) {
		clones := map[string]bool{}
		asked(func(x *exchange) {
			if x.is("clonejail") && clones[x.text("jail")] {
				x.succeed(message{"error": "a clone"})
			}
		})(p)
		answers("clonejail", func(x *exchange, a message) any {
			for _, uuid := range uuidForm.FindAllString(flat(a), -1) {
				clones[uuid] = true
				row, _ := x.proxy.jails()[uuid].(message)
				clones[row["tag"].(string)] = true
			}
			return a
		})(p)
	}).offered("clonejail"),
	wrong("clonejail.running", "a jail that is up cannot be cloned", "clonejail.emptyprops.*", asked(func(x *exchange) {
		if x.is("clonejail") && objectIs(x.proxy.jails()[x.proxy.uuidOf(x.text("jail"))], "state", "up") {
			x.succeed(message{"error": "is up"})
		}
	})).offered("clonejail"),
	wrong("destroyjail.origin", "with a clone the jail is destroyed of which it was made", "clonejail.noprops.*", func(p *proxy) {
		origins := map[string]string{}
		answers("clonejail", func(x *exchange, a message) any {
			for _, uuid := range uuidForm.FindAllString(flat(a["success"]), -1) {
				origins[uuid] = x.text("jail")
			}
			return a
		})(p)
		answers("destroyjail", func(x *exchange, a message) any {
			for _, uuid := range uuidForm.FindAllString(flat(a), -1) {
				if origins[uuid] != "" {
					x.proxy.command("destroyjail", "jail", origins[uuid])
				}
			}
			return a
		})(p)
	}).offered("clonejail"),
	wrong("destroyjail.clones", "with a jail its clones are destroyed", "clonejail.noprops.*", func(p *proxy) {
		clones := map[string][]string{}
		answers("clonejail", func(x *exchange, a message) any {
			of := x.proxy.uuidOf(x.text("jail"))
			clones[of] = append(clones[of], uuidForm.FindAllString(flat(a["success"]), -1)...)
			return a
		})(p)
		asked(func(x *exchange) {
			if x.is("destroyjail") {
				for _, uuid := range clones[x.proxy.uuidOf(x.text("jail"))] {
					x.proxy.command("destroyjail", "jail", uuid)
				}
			}
		})(p)
	}).offered("clonejail"),
	wrong("createjail.taken", "a new jail takes the place of the one that had its tag", "createjail.release.*", asked(func(x *exchange) {
		for _, tag := range tagForm.FindAllString(x.text("props"), -1) {
			if uuid := x.proxy.uuidOf(tag[4:]); x.is("createjail") && uuid != "" {
				x.proxy.command("destroyjail", "jail", uuid)
			}
		}
	})).offered("createjail"),
	wrong("createjail.taken.claimed", "a second jail of a tag is reported as made, and is the first one", "createjail.release.*", asked(func(x *exchange) {
		for _, tag := range tagForm.FindAllString(x.text("props"), -1) {
			if uuid := x.proxy.uuidOf(tag[4:]); x.is("createjail") && uuid != "" {
				x.succeed(message{"props": x.text("props"), "switches": "", "success": message{"Successfully created": " " + uuid + " (" + tag[4:] + ")"}})
			}
		}
	})).offered("createjail"),
	wrong("createjail.release.first", "every jail is made of the same release", "cleanreleases.every.*", cleans("props", func(text string) string {
		return strings.Replace(text, "release=9.3-RELEASE", "release=10.2-RELEASE", 1)
	})).offered("createjail"),
	wrong("createjail.merged", "of jails that are made at once one is made, and all are told of it", "createjail.together", func(p *proxy) {
		inflight := 0
		var told any
		asked(func(x *exchange) {
			if x.is("createjail") {
				inflight++
			}
		})(p)
		answers("createjail", func(x *exchange, a message) any {
			if told == nil {
				told = a["success"]
			}
			a["success"] = told
			if inflight--; inflight <= 0 {
				told = nil
			}
			return a
		})(p)
	}).offered("createjail"),
	wrong("cleanjails.templates", "cleanjails destroys templates, too", "cleanreleases.every.*", answers("cleanjails", func(x *exchange, a message) any {
		x.proxy.command("cleantemplates")
		return a
	})).offered("cleanjails"),
	wrong("cleanreleases.old.templates", "cleanreleases destroys templates, too", "cleanreleases.every.*", answers("cleanreleases", func(x *exchange, a message) any {
		x.proxy.command("cleantemplates")
		return a
	})).offered("cleanjails"),
	wrong("cleantemplates.releases", "cleantemplates destroys releases, too", "cleantemplates.clones.*", answers("cleantemplates", func(x *exchange, a message) any {
		x.proxy.command("cleanreleases")
		return a
	})).offered("cleanjails"),
	wrong("startjail.template", "starting a template is a success", "cleantemplates.clones.*", answers("startjail", func(x *exchange, a message) any {
		for _, lines := range objects(a) {
			if info, _ := lines["INFO"].(string); strings.Contains(info, "template") {
				clear(lines)
				lines["* Starting "+x.text("jail")] = ""
				lines["+ Starting services OK"] = ""
			}
		}
		return a
	})).offered("startjail"),
	wrong("pool.case", "upper and lower case do not matter in names of pools", "hostile.pool.words.*", cleans("pool", strings.ToLower)).offered("activatepool"),
	wrong("pool.path", "a dataset is taken for its pool", "hostile.pool.words.*", cleans("pool", beforeSlash)).offered("activatepool"),
	wrong("pool.head", "the beginning of a pool's name is enough", "hostile.pool.words.*", cleans("pool", func(v string) string {
		if v != "" && strings.HasPrefix("tank", v) {
			return "tank"
		}
		return v
	})).offered("activatepool"),
	wrong("pool.longer", "what follows the name of a pool does not matter", "hostile.pool.words.*", cleans("pool", func(v string) string {
		if strings.HasPrefix(v, "tank") && !strings.ContainsAny(v, " /;|") {
			return "tank"
		}
		return v
	})).offered("activatepool"),
	last("pool.jails", "the list of jails is not renewed when another pool is made active", "activatepool.jails.*", stale("x", "", "listjails", "", 0).bend),
	last("pool.jails.all", "jails of pools that are not active are listed, too", "activatepool.jails.*", func(p *proxy) {
		seen := message{}
		answers("listjails", func(_ *exchange, a message) any {
			maps.Copy(seen, a)
			maps.Copy(a, seen)
			return a
		})(p)
	}),
	last("clean.plugins", "after cleaning plugins are not listed", "cleanreleases.cleans.* cleantemplates.cleans.*", func(p *proxy) {
		cleaned := false
		answers("listjails", func(_ *exchange, a message) any {
			if cleaned {
				maps.DeleteFunc(a, func(_ string, row any) bool { return objectIs(row, "type", "plugin") })
			}
			return a
		})(p)
		asked(func(x *exchange) { cleaned = cleaned || strings.HasPrefix(x.action(), "clean") })(p)
	}),
	last("plugins.ip4.first", "of several addresses of a plugin one is listed", "listplugins.local.*", tableRows("listplugins", "local", func(row message) { row["ip4"] = beforeComma(row["ip4"].(string)) })),
	last("cleantemplates.one", "of several templates one is destroyed", "listtemplates.every.*", func(p *proxy) {
		before := message{}
		asked(func(x *exchange) {
			if x.is("cleantemplates") {
				before, _ = x.proxy.command("listtemplates")["templates"].(message)
			}
		})(p)
		inner("listtemplates", "templates", func(t message) {
			if keys := slices.Sorted(maps.Keys(before)); len(keys) > 1 {
				t[keys[0]] = before[keys[0]]
			}
		})(p)
	}),
	remains("cleanall.templates", "cleanall leaves the templates", "cleanreleases.every.*", "cleanall", "clonejail", func(x *exchange) bool { return x.text("jail") == "base" }),
	remains("cleantemplates.first", "of several templates cleantemplates destroys the first", "cleantemplates.clones.*", "cleantemplates", "clonejail", func(x *exchange) bool { return x.text("jail") == "web" }),
	remains("cleanreleases.first", "of several releases cleanreleases destroys the first", "cleanreleases.every.*", "cleanreleases", "createjail", func(x *exchange) bool { return strings.HasSuffix(x.text("props"), "=9.3-RELEASE") }),
}, byName())

// byName are mutants that each action may be.
func byName() []Mutant {
	var list []Mutant
	for _, action := range []string{"startjail", "stopjail", "capjail", "clonejail", "destroyjail", "execjail"} {
		list = append(list,
			wrong("uuid."+action, action+" does not know jails by their UUIDs", uuidChecks[action], asked(func(x *exchange) {
				if x.is(action) && uuidForm.MatchString(x.text("jail")) {
					x.args["jail"] = "no-such-jail"
				}
			})).offered(action),
			nearName(action, "longer", "a name that begins with that of a jail means it", func(name, tag string) bool {
				return strings.HasPrefix(name, tag) && !strings.ContainsAny(name, " ;|\n\t&")
			}),
			nearName(action, "shorter", "the beginning of a name means the jail", func(name, tag string) bool { return len(name) > 1 && strings.HasPrefix(tag, name) }),
			nearName(action, "case", "capitals do not matter in names", strings.EqualFold),
			nearName(action, "path", "a path leads to a jail", func(name, tag string) bool { return strings.HasSuffix(name, "/"+tag) }),
			nearName(action, "percent", "a percent sign is any text", func(name, _ string) bool { return name == "%" }),
		)
	}
	return lenientOfCap(list)
}

// uuidChecks are those that name a jail by its UUID.
var uuidChecks = map[string]string{
	"startjail": "startjail.only.*", "stopjail": "stopjail.only.*", "capjail": "capjail.twice.*",
	"clonejail": "clonejail.noprops.*", "destroyjail": "destroyjail.only.*", "execjail": "execjail.strict.*",
}

// nearName has an action take a name for that of a jail that is like it.
func nearName(action, name, sentence string, like func(name, tag string) bool) Mutant {
	return wrong("near."+action+"."+name, sentence+" for "+action, "hostile.jail.words.*", asked(func(x *exchange) {
		name := x.text("jail")
		if !x.is(action) || name == "" || x.proxy.uuidOf(name) != "" {
			return
		}
		for _, row := range objects(x.proxy.jails()) {
			if tag, _ := row["tag"].(string); like(name, tag) {
				x.args["jail"] = tag
			}
		}
	})).offered(action)
}

// underTag answers under the tag what was asked for by the UUID.
func underTag(action string) func(*proxy) {
	return answers(action, func(x *exchange, a message) any {
		if row, ok := x.proxy.jails()[x.text("jail")].(message); ok {
			rename(a, x.text("jail"), row["tag"].(string))
		}
		return a
	})
}

// after lists the jail otherwise once something was done to it.
func after(action, name, sentence, caught string, bend func(row message)) Mutant {
	return wrong(action+".after."+name, sentence, caught, func(p *proxy) {
		done := map[string]bool{}
		answers(action, func(x *exchange, a message) any {
			if !strings.Contains(flat(a), "INFO") {
				clear(done)
				done[x.proxy.uuidOf(x.text("jail"))] = true
			}
			return a
		})(p)
		rows("listjails", func(_ *exchange, uuid string, row message) {
			if done[uuid] {
				bend(row)
			}
		})(p)
	}).offered(action)
}

// remains has something outlive the action that destroys it: later requests for
// another action are refused no more.
func remains(name, sentence, caught, destroyed, action string, which func(x *exchange) bool) Mutant {
	return wrong(name, sentence, caught, func(p *proxy) {
		done := false
		asked(func(x *exchange) { done = done || x.is(destroyed) })(p)
		refusals(action, func(x *exchange) {
			if done && which(x) {
				x.result()[action] = made(x)
			}
		})(p)
	}).offered(destroyed, action)
}
