package right

import (
	"maps"
	"strings"
)

// youngMutants are wrong in what edition 2016-02-22 added.
var youngMutants = []mutant{
	// What getjailsettings says of one property.
	answers("prop: all properties in place of one", "getjailsettings.prop.only.*", "getjailsettings", func(a object) object {
		if one, ok := a["test"].(object); ok && one["type"] != nil && len(one) == 1 {
			one["boot"] = "off"
		}
		return a
	}),
	bent("prop: is taken no notice of", "getjailsettings.prop.only.*", func(s *server) {
		rewritten(s, "getjailsettings", func(args object) {
			if args["jail"] != nil {
				delete(args, "prop")
			}
		})
	}),
	answers("prop: the value without its jail", "getjailsettings.prop.rest", "getjailsettings", func(a object) object {
		if one, ok := a["test"].(object); ok && len(one) == 1 {
			return one
		}
		return a
	}),
	bent("prop: always of the first jail", "getjailsettings.prop.*", func(s *server) {
		rewritten(s, "getjailsettings", func(args object) {
			if args["prop"] != nil && args["jail"] != nil {
				args["jail"] = "www"
			}
		})
	}),
	answers("prop: another value than among all", "getjailsettings.prop.agrees.*", "getjailsettings", func(a object) object {
		if one, ok := a["test"].(object); ok && len(one) == 1 && one["securelevel"] != nil {
			one["securelevel"] = "0"
		}
		return a
	}),
	answers("prop: a value cut at its comma", "getjailsettings.prop.cut.*", "getjailsettings", func(a object) object {
		if one, ok := a["test"].(object); ok && len(one) == 1 && one["interfaces"] != nil {
			one["interfaces"] = "vnet0:bridge0"
		}
		return a
	}),
	answers("prop: a value cut at its colon", "getjailsettings.prop.whole.*", "getjailsettings", func(a object) object {
		if one, ok := a["test"].(object); ok && len(one) == 1 && one["gitlocation"] != nil {
			one["gitlocation"] = "https"
		}
		return a
	}),
	bent("prop: all is a property like others", "getjailsettings.prop.all.*", func(s *server) {
		rewritten(s, "getjailsettings", func(args object) {
			if args["prop"] == "all" {
				args["prop"] = "vnet"
			}
		})
	}),
	bent("prop: an unknown one is empty", "getjailsettings.prop.unknown.*", func(s *server) {
		refusedAs(s, "getjailsettings", func(args object) object {
			return object{args["jail"].(string): object{"no_such_property": ""}}
		}, "no_such_property")
	}),
	answers("settings: the nine of zfs are missing", "getjailsettings.shape.*", "getjailsettings", func(a object) object {
		for _, one := range a {
			delete(one.(object), "mountpoint")
		}
		return a
	}),
	every("every jail: TAG in small letters", "getjailsettings.every.*", func(row object) { rename(row, "TAG", "tag") }),
	every("every jail: no tag", "getjailsettings.every.*", func(row object) { delete(row, "TAG") }),
	every("every jail: all properties", "getjailsettings.every.*", func(row object) { row["vnet"], row["release"] = "off", "10.2-RELEASE" }),
	every("every jail: the same value", "getjailsettings.every.fresh.*", func(row object) {
		if row["host_hostuuid"] != nil {
			row["host_hostuuid"] = "6b1d77ae-b7d1-11e5-9c0a-0025905ef2d3"
		}
	}),
	answers("every jail: a release among them", "getjailsettings.every.*", "getjailsettings", func(a object) object {
		if isEvery(a) {
			a["-"] = object{"TAG": "none", "boot": "none"}
		}
		return a
	}),
	answers("every jail: under tags", "getjailsettings.every.*", "getjailsettings", func(a object) object {
		if !isEvery(a) {
			return a
		}
		byTag := object{}
		for _, row := range a {
			byTag[row.(object)["TAG"].(string)] = row
		}
		return byTag
	}),
	answers("every jail: new ones are missing", "getjailsettings.every.fresh.*", "getjailsettings", func(a object) object {
		if isEvery(a) {
			maps.DeleteFunc(a, func(_ string, row any) bool {
				return strings.HasPrefix(row.(object)["TAG"].(string), "conformance-")
			})
		}
		return a
	}),
	bent("every jail: nothing for switches beside a jail", "getjailsettings.every.switches.*", func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			if args["jail"] != nil && args["switches"] != nil {
				return object{}, 200
			}
			return run(action, args)
		}
	}),

	// What df says.
	usages("df: a value is missing", "df.shape.*", func(row object) { delete(row, "crt") }),
	usages("df: a value is a number", "df.shape.*", func(row object) { row["use"] = 48 }),
	usages("df: a ratio without its x", "df.strict.*", func(row object) { row["crt"] = "1.25" }),
	usages("df: columns have changed places", "df.jails.*", func(row object) { row["tag"], row["ava"] = row["ava"], row["tag"] }),
	answers("df: a jail is missing", "df.jails.*", "df", func(a object) object {
		delete(a, "6b1d77ae-b7d1-11e5-9c0a-0025905ef2d3")
		return a
	}),
	answers("df: new jails are missing", "df.created.*", "df", func(a object) object {
		maps.DeleteFunc(a, func(_ string, row any) bool {
			return strings.HasPrefix(row.(object)["tag"].(string), "conformance-")
		})
		return a
	}),

	// What making and destroying jails does.
	bent("createjail: nothing happens", "createjail.creates.*", func(s *server) { undone(s, "createjail") }),
	bent("createjail: props are taken no notice of", "createjail.creates.*", func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			answer, code := run(action, args)
			if action == "createjail" && len(s.host.jails) > 2 {
				s.host.jails[len(s.host.jails)-1].settings["boot"] = "off"
			}
			return answer, code
		}
	}),
	bent("createjail: the release is its own choice", "createjail.release.*", func(s *server) {
		s.host.pattern["release"] = "9.3-RELEASE"
		rewritten(s, "createjail", func(args object) {
			if text, ok := args["props"].(string); ok {
				args["props"] = strings.ReplaceAll(text, " release=10.2-RELEASE", "")
			}
		})
	}),
	answers("createjail: the request is not repeated", "createjail.creates.*", "createjail", func(a object) object { delete(a, "props"); return a }),
	answers("createjail: switches are left out", "createjail.creates.*", "createjail", func(a object) object { delete(a, "switches"); return a }),
	answers("createjail: a sentence in place of the uuid", "createjail.creates.*", "createjail", func(a object) object {
		a["success"] = "jail created."
		return a
	}),
	answers("createjail: another uuid than the list's", "createjail.creates.*", "createjail", func(a object) object {
		if made, ok := a["success"].(object)["Successfully created"].(string); ok {
			a["success"] = object{"Successfully created": strings.Replace(made, "-d0a1-", "-d0a2-", 1)}
		}
		return a
	}),
	answers("createjail: without its leading blank", "createjail.strict.*", "createjail", func(a object) object {
		if made, ok := a["success"].(object)["Successfully created"].(string); ok {
			a["success"] = object{"Successfully created": strings.TrimSpace(made)}
		}
		return a
	}),
	bent("createjail: -e is taken no notice of", "createjail.empty.*", func(s *server) {
		rewritten(s, "createjail", func(args object) { delete(args, "switches") })
	}),
	bent("createjail: -e even where it is not asked for", "createjail.creates.*", func(s *server) {
		rewritten(s, "createjail", func(args object) { args["switches"] = "-e" })
	}),
	bent("createjail: other jails start", "createjail.others.*", func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			if action == "createjail" {
				s.host.find("test").jid = 21
			}
			return run(action, args)
		}
	}),
	bent("createjail: a jail is left of a refused request", "createjail.refused.*", func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			answer, code := run(action, args)
			if action == "createjail" && answer["error"] != nil {
				s.host.create(nil, "basejail")
			}
			return answer, code
		}
	}),
	bent("createjail: an unknown property is dropped in silence", "createjail.refused.*", func(s *server) {
		rewritten(s, "createjail", func(args object) {
			if text, ok := args["props"].(string); ok {
				args["props"] = strings.ReplaceAll(text, " no_such_property=1", "")
			}
		})
	}),
	bent("createjail: zfs's complaint is not heard", "createjail.whole.*", func(s *server) {
		rewritten(s, "createjail", func(args object) {
			if text, ok := args["props"].(string); ok {
				args["props"] = strings.ReplaceAll(text, " quota=banana", "")
			}
		})
	}),
	bent("createjail: words that are none are dropped", "createjail.names.*", func(s *server) {
		rewritten(s, "createjail", func(args object) {
			if text, ok := args["props"].(string); ok {
				args["props"] = strings.ReplaceAll(text, " -e", "")
			}
		})
	}),
	bent("clonejail: nothing happens", "clonejail.clones.*", func(s *server) { undone(s, "clonejail") }),
	answers("clonejail: names the first jail", "clonejail.clones.*", "clonejail", func(a object) object {
		a["success"] = object{"Successfully created": " 6b1d77ae-b7d1-11e5-9c0a-0025905ef2d3 (test)"}
		return a
	}),
	answers("clonejail: props is null where there are none", "clonejail.noprops.*", "clonejail", func(a object) object {
		if a["props"] == "" {
			a["props"] = nil
		}
		return a
	}),
	answers("clonejail: the tag is cut", "clonejail.whole.*", "clonejail", func(a object) object {
		made := a["success"].(object)["Successfully created"].(string)
		cut, _, _ := strings.Cut(made, ":")
		a["success"] = object{"Successfully created": cut}
		return a
	}),
	bent("clonejail: the first jail takes the tag", "clonejail.clones.*", func(s *server) {
		before(s, "clonejail", nil, func(j *jail) { j.tag = "moved" })
	}),
	bent("clonejail: any jail is there", "clonejail.unknown.*", func(s *server) {
		unknown(s, "clonejail", func(name string) object {
			return object{"jail": name, "props": "", "success": object{"Successfully created": " 5e9a3cf2-b7d1-11e5-9c0a-0025905ef2d3 (x)"}}
		})
	}),
	bent("destroyjail: nothing happens", "destroyjail.destroys.*", func(s *server) { undone(s, "destroyjail") }),
	bent("destroyjail: every jail is gone", "destroyjail.only.*", func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			answer, code := run(action, args)
			if action == "destroyjail" && answer["error"] == nil {
				s.host.jails = nil
			}
			return answer, code
		}
	}),
	bent("destroyjail: twice is a success", "destroyjail.twice.*", func(s *server) {
		unknown(s, "destroyjail", func(name string) object { return object{"success": object{"Destroying": " " + name}} })
	}),
	bent("destroyjail: a name with a blank is two", "destroyjail.words.*", func(s *server) {
		named(s, func(name string) string { first, _, _ := strings.Cut(name, " "); return first })
	}),
	bent("destroyjail: a shell reads names", "destroyjail.names.*", func(s *server) { named(s, shell) }),
	bent("destroyjail: a release goes like a jail", "destroyjail.release.*", func(s *server) {
		unknown(s, "destroyjail", func(string) object {
			return object{"success": object{"Destroying": " -"}}
		})
	}),
	answers("destroyjail: the tag in place of the uuid", "destroyjail.destroys.*", "destroyjail", func(object) object {
		return object{"success": object{"Destroying": " conformance"}}
	}),

	// What caps, commands and cleaning do.
	answers("capjail: another jail's name", "capjail.caps.*", "capjail", func(object) object { return object{"success": "jail www capped."} }),
	answers("capjail: nothing", "capjail.strict.*", "capjail", func(object) object { return object{} }),
	bent("capjail: any jail is there", "capjail.unknown.*", func(s *server) {
		unknown(s, "capjail", func(name string) object { return object{"success": "jail " + name + " capped."} })
	}),
	bent("capjail: nothing for an unknown jail", "capjail.unknown.strict.*", func(s *server) {
		unknown(s, "capjail", func(string) object { return object{} })
	}),
	bent("capjail: the jail starts anew", "capjail.caps.*", func(s *server) { before(s, "capjail", nil, func(j *jail) { j.jid += 40 }) }),
	answers("execjail: output as one text", "execjail.output.*", "execjail", func(object) object { return object{"success": "hi\n"} }),
	answers("execjail: the output is lost", "execjail.output.*", "execjail", func(object) object { return object{"success": object{}} }),
	answers("execjail: the exit status beside the output", "execjail.strict.*", "execjail", func(a object) object { a["status"] = "0"; return a }),
	bent("execjail: a shell reads the command", "execjail.words.*", func(s *server) {
		rewritten(s, "execjail", func(args object) {
			if text, ok := args["command"].(string); ok {
				args["command"], _, _ = strings.Cut(strings.ReplaceAll(text, "$(id)", "uid=0"), " ;")
			}
		})
	}),
	answers("execjail: lines lose what follows their colon", "execjail.colon.*", "execjail", func(a object) object {
		for name := range a["success"].(object) {
			a["success"].(object)[name] = ""
		}
		return a
	}),
	bent("execjail: a command that fails is a success", "execjail.failed.*", func(s *server) {
		refusedAs(s, "execjail", func(object) object { return object{"success": object{}} }, "")
	}),
	bent("execjail: a command that is not there is a success", "execjail.notfound.*", func(s *server) {
		refusedAs(s, "execjail", func(object) object { return object{"success": object{}} }, "")
	}),
	bent("execjail: a jail that is down starts", "execjail.down.*", func(s *server) { before(s, "execjail", func(j *jail) { j.jid = 77 }, nil) }),
	bent("execjail: without a user, root", "execjail.missing.user.*", func(s *server) { defaulted(s, "execjail", "user", "root") }),
	bent("cleanjails: nothing happens", "cleanjails.cleans.*", func(s *server) { undone(s, "cleanjails") }),
	bent("cleanjails: releases go, too", "cleanjails.cleans.*", func(s *server) {
		rewrittenAction(s, "cleanjails", "cleanall", cleaned["cleanjails"])
	}),
	bent("cleanreleases: jails go, too", "cleanreleases.cleans.*", func(s *server) {
		rewrittenAction(s, "cleanreleases", "cleanall", cleaned["cleanreleases"])
	}),
	bent("cleanreleases: nothing happens", "cleanreleases.cleans.*", func(s *server) {
		rewrittenAction(s, "cleanreleases", "cleantemplates", cleaned["cleanreleases"])
	}),
	bent("cleantemplates: jails go, too", "cleantemplates.cleans.*", func(s *server) {
		rewrittenAction(s, "cleantemplates", "cleanjails", cleaned["cleantemplates"])
	}),
	bent("cleanall: releases stay", "cleanall.cleans.*", func(s *server) {
		rewrittenAction(s, "cleanall", "cleanjails", cleaned["cleanall"])
	}),
	answers("cleanall: the sentence of cleanjails", "cleanall.cleans.*", "cleanall", func(object) object {
		return object{"success": cleaned["cleanjails"]}
	}),
	answers("cleanreleases: small letters", "cleanreleases.cleans.*", "cleanreleases", func(object) object {
		return object{"success": "All releases have been cleaned."}
	}),
}

// every bends the rows of getjailsettings for every jail.
func every(name, caught string, bend func(row object)) mutant {
	return answers(name, caught, "getjailsettings", func(a object) object {
		if isEvery(a) {
			for _, row := range a {
				bend(row.(object))
			}
		}
		return a
	})
}

// isEvery tells the rows for every jail from the settings of one.
func isEvery(a object) bool {
	for _, row := range a {
		if m, ok := row.(object); ok && m["TAG"] != nil {
			return true
		}
	}
	return false
}
