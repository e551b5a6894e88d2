package right

import (
	"maps"
	"strings"
)

// jailMutants are wrong about jails and pools in plain sight.
var jailMutants = []mutant{
	// What listjails says.
	rows("listjails: boot is a boolean", "listjails.shape.*", func(row object) { row["boot"] = false }),
	rows("listjails: jid is a number", "listjails.shape.*", func(row object) { row["jid"] = 7 }),
	rows("listjails: tag is missing", "listjails.shape.*", func(row object) { delete(row, "tag") }),
	rows("listjails: type is missing", "listjails.shape.*", func(row object) { delete(row, "type") }),
	rows("listjails: ip4 is missing", "listjails.shape.*", func(row object) { delete(row, "ip4") }),
	rows("listjails: state is renamed", "listjails.shape.*", func(row object) { rename(row, "state", "status") }),
	rows("listjails: a member is added", "listjails.strict.*", func(row object) { row["release"] = "10.2-RELEASE" }),
	rows("listjails: state is in capitals", "listjails.shape.*", func(row object) { row["state"] = strings.ToUpper(row["state"].(string)) }),
	rows("listjails: boot is yes or no", "listjails.shape.*", func(row object) { row["boot"] = "no" }),
	rows("listjails: a jail that is down has a jid", "listjails.jid.*", func(row object) {
		if row["state"] == "down" {
			row["jid"] = "9"
		}
	}),
	rows("listjails: a jail that is up has no jid", "listjails.jid.*", func(row object) { row["jid"] = "-" }),
	rows("listjails: ip4 is the mode of the settings", "listjails.strict.*", func(row object) { row["ip4"] = "new" }),
	answers("listjails: uuids in capitals", "listjails.shape.*", "listjails", func(rows object) object {
		upper := object{}
		for uuid, row := range rows {
			upper[strings.ToUpper(uuid)] = row
		}
		return upper
	}),
	answers("listjails: under tags", "listjails.shape.*", "listjails", func(rows object) object {
		byTag := object{}
		for _, row := range rows {
			byTag[row.(object)["tag"].(string)] = row
		}
		return byTag
	}),
	answers("listjails: an empty list", "listjails.all.*", "listjails", func(object) object { return object{} }),
	answers("listjails: running jails only", "listjails.all.*", "listjails", func(rows object) object {
		maps.DeleteFunc(rows, func(_ string, row any) bool { return row.(object)["state"] == "down" })
		return rows
	}),
	answers("listjails: one level too deep", "listjails.shape.*", "listjails", func(rows object) object { return object{"jails": rows} }),
	bent("listjails: a list that is not renewed", "startjail.starts.*", func(s *server) {
		run, first := s.run, object(nil)
		s.run = func(action string, args object) (object, int) {
			answer, code := run(action, args)
			if action == "listjails" {
				if first == nil {
					first = answer
				}
				return first, code
			}
			return answer, code
		}
	}),

	// What the settings say.
	settings("getjailsettings: a value is a number", "getjailsettings.shape.*", func(s object) { s["count"] = 1 }),
	settings("getjailsettings: a property is missing", "getjailsettings.shape.*", func(s object) { delete(s, "securelevel") }),
	settings("getjailsettings: a property is added", "getjailsettings.strict.*", func(s object) { s["colour"] = "blue" }),
	settings("getjailsettings: a property is null", "getjailsettings.shape.*", func(s object) { s["notes"] = nil }),
	settings("getjailsettings: another jail's uuid", "getjailsettings.agrees.*", func(s object) { s["host_hostuuid"] = "611c89ae-c43c-11e5-9602-54ee75595566" }),
	settings("getjailsettings: boot differs from the list", "getjailsettings.agrees.*", func(s object) { s["boot"] = "on" }),
	settings("getjailsettings: another tag", "getjailsettings.agrees.*", func(s object) { s["tag"] = "other" }),
	settings("getjailsettings: a value cut in the middle", "getjailsettings.cut.*", func(s object) { s["gitlocation"] = "https://git" }),
	settings("getjailsettings: a value cut at its last colon", "getjailsettings.part.*", func(s object) { s["interfaces"] = "vnet0:bridge0,vnet1" }),
	settings("getjailsettings: values cut at the first colon", "getjailsettings.whole.*", func(s object) { s["gitlocation"] = "https" }),
	answers("getjailsettings: under the uuid", "getjailsettings.shape.*", "getjailsettings", func(a object) object {
		rename(a, "test", "6b1d77ae-b7d1-11e5-9c0a-0025905ef2d3")
		return a
	}),
	answers("getdefaultsettings: without defaults", "getdefaultsettings.shape.*", "getdefaultsettings", func(a object) object { return a["defaults"].(object) }),
	answers("getdefaultsettings: a value cut at its colon", "getdefaultsettings.whole.*", "getdefaultsettings", func(a object) object {
		a["defaults"].(object)["memoryuse"] = "8G"
		return a
	}),

	// What starting and stopping do.
	answers("startjail: says success instead of progress", "startjail.starts.*", "startjail", func(object) object { return object{"success": "jail test started."} }),
	answers("startjail: progress as an array", "startjail.starts.*", "startjail", func(object) object { return object{"test": []any{"* Starting"}} }),
	bent("startjail: nothing happens", "startjail.starts.*", func(s *server) {
		before(s, "startjail", nil, func(j *jail) { j.jid = 0 })
	}),
	bent("startjail: twice is a success", "startjail.twice.*", func(s *server) {
		before(s, "startjail", func(j *jail) { j.jid = 0 }, nil)
	}),
	bent("stopjail: nothing happens", "stopjail.stops.*", func(s *server) {
		before(s, "stopjail", nil, func(j *jail) { j.jid = 3 })
	}),
	bent("stopjail: twice is a success", "stopjail.twice.*", func(s *server) {
		before(s, "stopjail", func(j *jail) { j.jid = 3 }, nil)
	}),
	bent("stopjail: every jail stops", "stopjail.only.*", func(s *server) {
		before(s, "stopjail", func(*jail) { s.host.find("www").jid = 0 }, nil)
	}),
	answers("startjail: INFO is an error", "startjail.twice.*", "startjail", func(a object) object {
		if info, ok := a["test"].(object)["INFO"]; ok {
			return object{"error": info}
		}
		return a
	}),
	answers("startjail: INFO names another jail", "startjail.twice.*", "startjail", func(a object) object {
		lines := a["test"].(object)
		if lines["INFO"] != nil {
			lines["INFO"] = " 611c89ae-c43c-11e5-9602-54ee75595566 (test) is already up"
		}
		return a
	}),
	answers("startjail: INFO without its blank", "startjail.twice.strict.*", "startjail", func(a object) object {
		lines := a["test"].(object)
		if info, ok := lines["INFO"].(string); ok {
			lines["INFO"] = strings.TrimSpace(info)
		}
		return a
	}),
	answers("stopjail: says up where it means down", "stopjail.twice.*", "stopjail", func(a object) object {
		lines := a["test"].(object)
		if info, ok := lines["INFO"].(string); ok {
			lines["INFO"] = strings.Replace(info, "down", "up", 1)
		}
		return a
	}),
	bent("startjail: a jail that is not there starts", "startjail.unknown.*", func(s *server) {
		unknown(s, "startjail", func(name string) object { return object{name: lines("* Starting " + name)} })
	}),
	bent("getjailsettings: nothing for a jail that is not there", "getjailsettings.unknown.*", func(s *server) {
		unknown(s, "getjailsettings", func(string) object { return object{} })
	}),
	bent("getjailsettings: without a jail, of all", "getjailsettings.missing.*", func(s *server) {
		defaulted(s, "getjailsettings", "jail", "test")
	}),
	bent("deactivatepool: without a pool, the active one", "deactivatepool.missing.*", func(s *server) {
		defaulted(s, "deactivatepool", "pool", "tank")
	}),

	// What names do.
	bent("a shell reads names", "names.shell.*", func(s *server) { named(s, shell) }),
	bent("a shell reads names of jails to start", "startjail.names.*", func(s *server) { named(s, shell) }),
	bent("names are split at blanks", "names.words.*", func(s *server) {
		named(s, func(name string) string { first, _, _ := strings.Cut(name, " "); return first })
	}),
	bent("a name that begins with a dash is an option", "names.dash.*", func(s *server) {
		named(s, func(name string) string {
			if strings.HasPrefix(name, "-") {
				return "test"
			}
			return name
		})
	}),
	bent("control characters end a name", "names.control.*", func(s *server) {
		named(s, func(name string) string {
			if strings.ContainsAny(name, "\x00\n\x1b") {
				return "test"
			}
			return name
		})
	}),
	bent("an empty name is the first jail", "names.empty.*", func(s *server) {
		named(s, func(name string) string {
			if name == "" {
				return "www"
			}
			return name
		})
	}),
	bent("a name of any other type is the first jail", "getjailsettings.wrongtype.*", func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			if jail, given := args["jail"]; given {
				if _, isText := jail.(string); !isText {
					args["jail"] = "www"
				}
			}
			return run(action, args)
		}
	}),

	// What pools do.
	answers("activatepool: a success without a full stop", "activatepool.activates.*", "activatepool", func(a object) object {
		if a["success"] != nil {
			a["success"] = "pool tank activated"
		}
		return a
	}),
	bent("activatepool: nothing happens", "activatepool.activates.*", func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			active := s.host.active
			answer, code := run(action, args)
			if action == "activatepool" && active == "" {
				s.host.active = ""
			}
			return answer, code
		}
	}),
	bent("activatepool: the query activates", "activatepool.query.shape.*", func(s *server) { defaulted(s, "activatepool", "pool", "tank") }),
	answers("activatepool: names another pool", "activatepool.query.*", "activatepool", func(a object) object {
		if a["currently active"] != nil {
			a["currently active"] = object{"pool": " zroot"}
		}
		return a
	}),
	answers("activatepool: the query tells nothing", "activatepool.query.answered.*", "activatepool", func(a object) object {
		delete(a, "currently active")
		return a
	}),
	answers("activatepool: names the pool without the object", "activatepool.query.*", "activatepool", func(a object) object {
		if a["currently active"] != nil {
			a["currently active"] = "tank"
		}
		return a
	}),
	bent("execjail: the input of a command is closed", "execjail.input.*", func(s *server) {
		instead(s, func(_ string, args object) object {
			if args["command"] == "cat" {
				return refusal("cat: stdin: Bad file descriptor")
			}
			return nil
		})
	}),
	bent("clonejail: the clone shares its notes", "clonejail.source.*", func(s *server) {
		before(s, "clonejail", nil, func(j *jail) { j.settings["notes"] = "clone" })
	}),
	bent("deactivatepool: nothing happens", "deactivatepool.gone.*", keepsPool("deactivatepool")),
	bent("activatepool: any pool is there", "activatepool.unknown.*", func(s *server) { s.host.pools = append(s.host.pools, "no-such-thing") }),
	bent("deactivatepool: any pool is there", "deactivatepool.unknown.*", func(s *server) { s.host.pools = append(s.host.pools, "no-such-thing") }),
}
