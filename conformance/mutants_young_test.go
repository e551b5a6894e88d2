package conformance_test

import (
	"maps"
	"slices"
	"strings"
)

// youngMutants are wrong in what edition 2016-02-22 added.
var youngMutants = []mutant{
	// What getjailsettings says of one property.
	answers("prop: all properties in place of one", "getjailsettings.prop.only.*", "getjailsettings", func(a jsonObject) jsonObject {
		if one, ok := a["test"].(jsonObject); ok && one["type"] != nil && len(one) == 1 {
			one["boot"] = "off"
		}
		return a
	}),
	bent("prop: is taken no notice of", "getjailsettings.prop.only.*", func(r *right) {
		rewritten(r, "getjailsettings", func(args jsonObject) {
			if args["jail"] != nil {
				delete(args, "prop")
			}
		})
	}),
	answers("prop: the value without its jail", "getjailsettings.prop.rest", "getjailsettings", func(a jsonObject) jsonObject {
		if one, ok := a["test"].(jsonObject); ok && len(one) == 1 {
			return one
		}
		return a
	}),
	bent("prop: always of the first jail", "getjailsettings.prop.*", func(r *right) {
		rewritten(r, "getjailsettings", func(args jsonObject) {
			if args["prop"] != nil && args["jail"] != nil {
				args["jail"] = "www"
			}
		})
	}),
	answers("prop: another value than among all", "getjailsettings.prop.agrees.*", "getjailsettings", func(a jsonObject) jsonObject {
		if one, ok := a["test"].(jsonObject); ok && len(one) == 1 && one["securelevel"] != nil {
			one["securelevel"] = "0"
		}
		return a
	}),
	answers("prop: a value cut at its comma", "getjailsettings.prop.cut.*", "getjailsettings", func(a jsonObject) jsonObject {
		if one, ok := a["test"].(jsonObject); ok && len(one) == 1 && one["interfaces"] != nil {
			one["interfaces"] = "vnet0:bridge0"
		}
		return a
	}),
	answers("prop: a value cut at its colon", "getjailsettings.prop.whole.*", "getjailsettings", func(a jsonObject) jsonObject {
		if one, ok := a["test"].(jsonObject); ok && len(one) == 1 && one["gitlocation"] != nil {
			one["gitlocation"] = "https"
		}
		return a
	}),
	bent("prop: all is a property like others", "getjailsettings.prop.all.*", func(r *right) {
		rewritten(r, "getjailsettings", func(args jsonObject) {
			if args["prop"] == "all" {
				args["prop"] = "vnet"
			}
		})
	}),
	bent("prop: an unknown one is empty", "getjailsettings.prop.unknown.*", func(r *right) {
		refusedAs(r, "getjailsettings", func(args jsonObject) jsonObject {
			return jsonObject{args["jail"].(string): jsonObject{"no_such_property": ""}}
		}, "no_such_property")
	}),
	answers("settings: the nine of zfs are missing", "getjailsettings.shape.*", "getjailsettings", func(a jsonObject) jsonObject {
		for _, one := range a {
			delete(one.(jsonObject), "mountpoint")
		}
		return a
	}),
	every("every jail: TAG in small letters", "getjailsettings.every.*", func(row jsonObject) { rename(row, "TAG", "tag") }),
	every("every jail: no tag", "getjailsettings.every.*", func(row jsonObject) { delete(row, "TAG") }),
	every("every jail: all properties", "getjailsettings.every.*", func(row jsonObject) { row["vnet"], row["release"] = "off", "10.2-RELEASE" }),
	every("every jail: the same value", "getjailsettings.every.fresh.*", func(row jsonObject) {
		if row["host_hostuuid"] != nil {
			row["host_hostuuid"] = "6b1d77ae-b7d1-11e5-9c0a-0025905ef2d3"
		}
	}),
	answers("every jail: a release among them", "getjailsettings.every.*", "getjailsettings", func(a jsonObject) jsonObject {
		if isEvery(a) {
			a["-"] = jsonObject{"TAG": "none", "boot": "none"}
		}
		return a
	}),
	answers("every jail: under tags", "getjailsettings.every.*", "getjailsettings", func(a jsonObject) jsonObject {
		if !isEvery(a) {
			return a
		}
		byTag := jsonObject{}
		for _, row := range a {
			byTag[row.(jsonObject)["TAG"].(string)] = row
		}
		return byTag
	}),
	answers("every jail: new ones are missing", "getjailsettings.every.fresh.*", "getjailsettings", func(a jsonObject) jsonObject {
		if isEvery(a) {
			maps.DeleteFunc(a, func(_ string, row any) bool {
				return strings.HasPrefix(row.(jsonObject)["TAG"].(string), "conformance-")
			})
		}
		return a
	}),
	bent("every jail: nothing for switches beside a jail", "getjailsettings.every.switches.*", func(r *right) {
		run := r.run
		r.run = func(action string, args jsonObject) (jsonObject, int) {
			if args["jail"] != nil && args["switches"] != nil {
				return jsonObject{}, 200
			}
			return run(action, args)
		}
	}),

	// What df says.
	usages("df: a value is missing", "df.shape.*", func(row jsonObject) { delete(row, "crt") }),
	usages("df: a value is a number", "df.shape.*", func(row jsonObject) { row["use"] = 48 }),
	usages("df: a ratio without its x", "df.strict.*", func(row jsonObject) { row["crt"] = "1.25" }),
	usages("df: columns have changed places", "df.jails.*", func(row jsonObject) { row["tag"], row["ava"] = row["ava"], row["tag"] }),
	answers("df: a jail is missing", "df.jails.*", "df", func(a jsonObject) jsonObject {
		delete(a, "6b1d77ae-b7d1-11e5-9c0a-0025905ef2d3")
		return a
	}),
	answers("df: new jails are missing", "df.created.*", "df", func(a jsonObject) jsonObject {
		maps.DeleteFunc(a, func(_ string, row any) bool {
			return strings.HasPrefix(row.(jsonObject)["tag"].(string), "conformance-")
		})
		return a
	}),

	// What making and destroying jails does.
	bent("createjail: nothing happens", "createjail.creates.*", func(r *right) { undone(r, "createjail") }),
	bent("createjail: props are taken no notice of", "createjail.creates.*", func(r *right) {
		run := r.run
		r.run = func(action string, args jsonObject) (jsonObject, int) {
			answer, code := run(action, args)
			if action == "createjail" && len(r.host.jails) > 2 {
				r.host.jails[len(r.host.jails)-1].settings["boot"] = "off"
			}
			return answer, code
		}
	}),
	bent("createjail: the release is its own choice", "createjail.release.*", func(r *right) {
		r.host.pattern["release"] = "9.3-RELEASE"
		rewritten(r, "createjail", func(args jsonObject) {
			if text, ok := args["props"].(string); ok {
				args["props"] = strings.ReplaceAll(text, " release=10.2-RELEASE", "")
			}
		})
	}),
	answers("createjail: the request is not repeated", "createjail.creates.*", "createjail", func(a jsonObject) jsonObject { delete(a, "props"); return a }),
	answers("createjail: switches are left out", "createjail.creates.*", "createjail", func(a jsonObject) jsonObject { delete(a, "switches"); return a }),
	answers("createjail: a sentence in place of the uuid", "createjail.creates.*", "createjail", func(a jsonObject) jsonObject {
		a["success"] = "jail created."
		return a
	}),
	answers("createjail: another uuid than the list's", "createjail.creates.*", "createjail", func(a jsonObject) jsonObject {
		if made, ok := a["success"].(jsonObject)["Successfully created"].(string); ok {
			a["success"] = jsonObject{"Successfully created": strings.Replace(made, "-d0a1-", "-d0a2-", 1)}
		}
		return a
	}),
	answers("createjail: without its leading blank", "createjail.strict.*", "createjail", func(a jsonObject) jsonObject {
		if made, ok := a["success"].(jsonObject)["Successfully created"].(string); ok {
			a["success"] = jsonObject{"Successfully created": strings.TrimSpace(made)}
		}
		return a
	}),
	bent("createjail: -e is taken no notice of", "createjail.empty.*", func(r *right) {
		rewritten(r, "createjail", func(args jsonObject) { delete(args, "switches") })
	}),
	bent("createjail: -e even where it is not asked for", "createjail.creates.*", func(r *right) {
		rewritten(r, "createjail", func(args jsonObject) { args["switches"] = "-e" })
	}),
	bent("createjail: other jails start", "createjail.others.*", func(r *right) {
		run := r.run
		r.run = func(action string, args jsonObject) (jsonObject, int) {
			if action == "createjail" {
				r.host.find("test").jid = 21
			}
			return run(action, args)
		}
	}),
	bent("createjail: a jail is left of a refused request", "createjail.refused.*", func(r *right) {
		run := r.run
		r.run = func(action string, args jsonObject) (jsonObject, int) {
			answer, code := run(action, args)
			if action == "createjail" && answer["error"] != nil {
				r.host.create(nil, "basejail")
			}
			return answer, code
		}
	}),
	bent("createjail: an unknown property is dropped in silence", "createjail.refused.*", func(r *right) {
		rewritten(r, "createjail", func(args jsonObject) {
			if text, ok := args["props"].(string); ok {
				args["props"] = strings.ReplaceAll(text, " no_such_property=1", "")
			}
		})
	}),
	bent("createjail: zfs's complaint is not heard", "createjail.whole.*", func(r *right) {
		rewritten(r, "createjail", func(args jsonObject) {
			if text, ok := args["props"].(string); ok {
				args["props"] = strings.ReplaceAll(text, " quota=banana", "")
			}
		})
	}),
	bent("createjail: words that are none are dropped", "createjail.names.*", func(r *right) {
		rewritten(r, "createjail", func(args jsonObject) {
			if text, ok := args["props"].(string); ok {
				args["props"] = strings.ReplaceAll(text, " -e", "")
			}
		})
	}),
	bent("clonejail: nothing happens", "clonejail.clones.*", func(r *right) { undone(r, "clonejail") }),
	answers("clonejail: names the first jail", "clonejail.clones.*", "clonejail", func(a jsonObject) jsonObject {
		a["success"] = jsonObject{"Successfully created": " 6b1d77ae-b7d1-11e5-9c0a-0025905ef2d3 (test)"}
		return a
	}),
	answers("clonejail: props is null where there are none", "clonejail.noprops.*", "clonejail", func(a jsonObject) jsonObject {
		if a["props"] == "" {
			a["props"] = nil
		}
		return a
	}),
	answers("clonejail: the tag is cut", "clonejail.whole.*", "clonejail", func(a jsonObject) jsonObject {
		made := a["success"].(jsonObject)["Successfully created"].(string)
		cut, _, _ := strings.Cut(made, ":")
		a["success"] = jsonObject{"Successfully created": cut}
		return a
	}),
	bent("clonejail: the first jail takes the tag", "clonejail.clones.*", func(r *right) {
		before(r, "clonejail", nil, func(j *jail) { j.tag = "moved" })
	}),
	bent("clonejail: any jail is there", "clonejail.unknown.*", func(r *right) {
		unknown(r, "clonejail", func(name string) jsonObject {
			return jsonObject{"jail": name, "props": "", "success": jsonObject{"Successfully created": " 5e9a3cf2-b7d1-11e5-9c0a-0025905ef2d3 (x)"}}
		})
	}),
	bent("destroyjail: nothing happens", "destroyjail.destroys.*", func(r *right) { undone(r, "destroyjail") }),
	bent("destroyjail: every jail is gone", "destroyjail.only.*", func(r *right) {
		run := r.run
		r.run = func(action string, args jsonObject) (jsonObject, int) {
			answer, code := run(action, args)
			if action == "destroyjail" && answer["error"] == nil {
				r.host.jails = nil
			}
			return answer, code
		}
	}),
	bent("destroyjail: twice is a success", "destroyjail.twice.*", func(r *right) {
		unknown(r, "destroyjail", func(name string) jsonObject { return jsonObject{"success": jsonObject{"Destroying": " " + name}} })
	}),
	bent("destroyjail: a name with a blank is two", "destroyjail.words.*", func(r *right) {
		named(r, func(name string) string { first, _, _ := strings.Cut(name, " "); return first })
	}),
	bent("destroyjail: a shell reads names", "destroyjail.names.*", func(r *right) { named(r, shell) }),
	bent("destroyjail: a release goes like a jail", "destroyjail.release.*", func(r *right) {
		unknown(r, "destroyjail", func(string) jsonObject {
			return jsonObject{"success": jsonObject{"Destroying": " -"}}
		})
	}),
	answers("destroyjail: the tag in place of the uuid", "destroyjail.destroys.*", "destroyjail", func(jsonObject) jsonObject {
		return jsonObject{"success": jsonObject{"Destroying": " conformance"}}
	}),

	// What caps, commands and cleaning do.
	answers("capjail: another jail's name", "capjail.caps.*", "capjail", func(jsonObject) jsonObject { return jsonObject{"success": "jail www capped."} }),
	answers("capjail: nothing", "capjail.strict.*", "capjail", func(jsonObject) jsonObject { return jsonObject{} }),
	bent("capjail: any jail is there", "capjail.unknown.*", func(r *right) {
		unknown(r, "capjail", func(name string) jsonObject { return jsonObject{"success": "jail " + name + " capped."} })
	}),
	bent("capjail: nothing for an unknown jail", "capjail.unknown.strict.*", func(r *right) {
		unknown(r, "capjail", func(string) jsonObject { return jsonObject{} })
	}),
	bent("capjail: the jail starts anew", "capjail.caps.*", func(r *right) { before(r, "capjail", nil, func(j *jail) { j.jid += 40 }) }),
	answers("execjail: output as one text", "execjail.output.*", "execjail", func(jsonObject) jsonObject { return jsonObject{"success": "hi\n"} }),
	answers("execjail: the output is lost", "execjail.output.*", "execjail", func(jsonObject) jsonObject { return jsonObject{"success": jsonObject{}} }),
	answers("execjail: the exit status beside the output", "execjail.strict.*", "execjail", func(a jsonObject) jsonObject { a["status"] = "0"; return a }),
	bent("execjail: a shell reads the command", "execjail.words.*", func(r *right) {
		rewritten(r, "execjail", func(args jsonObject) {
			if text, ok := args["command"].(string); ok {
				args["command"], _, _ = strings.Cut(strings.ReplaceAll(text, "$(id)", "uid=0"), " ;")
			}
		})
	}),
	answers("execjail: lines lose what follows their colon", "execjail.colon.*", "execjail", func(a jsonObject) jsonObject {
		for name := range a["success"].(jsonObject) {
			a["success"].(jsonObject)[name] = ""
		}
		return a
	}),
	bent("execjail: a command that fails is a success", "execjail.failed.*", func(r *right) {
		refusedAs(r, "execjail", func(jsonObject) jsonObject { return jsonObject{"success": jsonObject{}} }, "")
	}),
	bent("execjail: a command that is not there is a success", "execjail.notfound.*", func(r *right) {
		refusedAs(r, "execjail", func(jsonObject) jsonObject { return jsonObject{"success": jsonObject{}} }, "")
	}),
	bent("execjail: a jail that is down starts", "execjail.down.*", func(r *right) { before(r, "execjail", func(j *jail) { j.jid = 77 }, nil) }),
	bent("execjail: without a user, root", "execjail.missing.user.*", func(r *right) { defaulted(r, "execjail", "user", "root") }),
	bent("cleanjails: nothing happens", "cleanjails.cleans.*", func(r *right) { undone(r, "cleanjails") }),
	bent("cleanjails: releases go, too", "cleanjails.cleans.*", func(r *right) {
		rewrittenAction(r, "cleanjails", "cleanall", cleaned["cleanjails"])
	}),
	bent("cleanreleases: jails go, too", "cleanreleases.cleans.*", func(r *right) {
		rewrittenAction(r, "cleanreleases", "cleanall", cleaned["cleanreleases"])
	}),
	bent("cleanreleases: nothing happens", "cleanreleases.cleans.*", func(r *right) {
		rewrittenAction(r, "cleanreleases", "cleantemplates", cleaned["cleanreleases"])
	}),
	bent("cleantemplates: jails go, too", "cleantemplates.cleans.*", func(r *right) {
		rewrittenAction(r, "cleantemplates", "cleanjails", cleaned["cleantemplates"])
	}),
	bent("cleanall: releases stay", "cleanall.cleans.*", func(r *right) {
		rewrittenAction(r, "cleanall", "cleanjails", cleaned["cleanall"])
	}),
	answers("cleanall: the sentence of cleanjails", "cleanall.cleans.*", "cleanall", func(jsonObject) jsonObject {
		return jsonObject{"success": cleaned["cleanjails"]}
	}),
	answers("cleanreleases: small letters", "cleanreleases.cleans.*", "cleanreleases", func(jsonObject) jsonObject {
		return jsonObject{"success": "All releases have been cleaned."}
	}),
}

// every bends the rows of getjailsettings for every jail.
func every(name, caught string, bend func(row jsonObject)) mutant {
	return answers(name, caught, "getjailsettings", func(a jsonObject) jsonObject {
		if isEvery(a) {
			for _, row := range a {
				bend(row.(jsonObject))
			}
		}
		return a
	})
}

// isEvery tells the rows for every jail from the settings of one.
func isEvery(a jsonObject) bool {
	for _, row := range a {
		if m, ok := row.(jsonObject); ok && m["TAG"] != nil {
			return true
		}
	}
	return false
}

// usages bends the rows of df.
func usages(name, caught string, bend func(row jsonObject)) mutant {
	return answers(name, caught, "df", func(a jsonObject) jsonObject {
		for _, row := range a {
			bend(row.(jsonObject))
		}
		return a
	})
}

// rewritten changes the arguments of an action before it is carried out.
func rewritten(r *right, action string, change func(args jsonObject)) {
	run := r.run
	r.run = func(a string, args jsonObject) (jsonObject, int) {
		if a == action {
			change(args)
		}
		return run(a, args)
	}
}

// rewrittenAction does another action in the name of one.
func rewrittenAction(r *right, action, other, sentence string) {
	run := r.run
	r.run = func(a string, args jsonObject) (jsonObject, int) {
		if a != action {
			return run(a, args)
		}
		_, code := run(other, args)
		return jsonObject{"success": sentence}, code
	}
}

// undone takes back what an action did to the jails.
func undone(r *right, action string) {
	run := r.run
	r.run = func(a string, args jsonObject) (jsonObject, int) {
		jails := slices.Clone(r.host.jails)
		answer, code := run(a, args)
		if a == action {
			r.host.jails = jails
		}
		return answer, code
	}
}

// refusedAs answers what is refused as if it were not: where a property is
// named, requests for it only.
func refusedAs(r *right, action string, answer func(args jsonObject) jsonObject, property string) {
	run := r.run
	r.run = func(a string, args jsonObject) (jsonObject, int) {
		given, code := run(a, args)
		if a == action && given["error"] != nil && given["error"] != missingKeys && (property == "" || args["prop"] == property) {
			return answer(args), code
		}
		return given, code
	}
}
