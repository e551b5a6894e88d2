package right

import "strings"

// hostileMutants take a value for more than a value, in one parameter of one
// action each.
var hostileMutants = []mutant{
	of("capjail: a shell reads the jail", "hostile.jail.capjail.*", "capjail", "jail", shell),
	of("clonejail: a shell reads the jail", "hostile.jail.clonejail.*", "clonejail", "jail", shell),
	of("execjail: a pipe ends the jail", "hostile.jail.execjail.*", "execjail", "jail", cutAt("|")),
	of("startjail: a dash is dropped", "hostile.jail.startjail.*", "startjail", "jail", option),
	of("destroyjail: an option is dropped", "hostile.jail.destroyjail.*", "destroyjail", "jail", option),
	of("stopjail: NUL ends the jail", "hostile.jail.stopjail.*", "stopjail", "jail", func(name string) string {
		if strings.Contains(name, "\x00") {
			return "www"
		}
		return name
	}),
	of("startjail: a line break ends the jail", "hostile.jail.startjail.*", "startjail", "jail", func(name string) string {
		if strings.Contains(name, "\n") {
			return "test"
		}
		return name
	}),
	of("stopjail: an empty jail is the first one", "hostile.jail.stopjail.*", "stopjail", "jail", func(name string) string {
		if name == "" {
			return "www"
		}
		return name
	}),
	of("clonejail: blanks around the jail are cut", "hostile.jail.words.clonejail.*", "clonejail", "jail", strings.TrimSpace),
	of("execjail: the jail ends at a blank", "hostile.jail.words.execjail.*", "execjail", "jail", cutAt(" ")),
	of("capjail: a tabulator ends the jail", "hostile.jail.words.capjail.*", "capjail", "jail", cutAt("\t")),
	of("activatepool: a shell reads the pool", "hostile.pool.activatepool.*", "activatepool", "pool", func(name string) string {
		return strings.Replace(shell(name), "tank", "zroot", 1)
	}),
	of("deactivatepool: a pipe ends the pool", "hostile.pool.deactivatepool.*", "deactivatepool", "pool", cutAt("|")),
	of("activatepool: an option is dropped", "hostile.pool.activatepool.*", "activatepool", "pool", func(name string) string {
		if strings.HasPrefix(name, "-") {
			return "zroot"
		}
		return name
	}),
	of("deactivatepool: an empty pool is the active one", "hostile.pool.words.deactivatepool.*", "deactivatepool", "pool", func(name string) string {
		if name == "" {
			return "tank"
		}
		return name
	}),
	of("activatepool: the pool ends at a blank", "hostile.pool.words.activatepool.*", "activatepool", "pool", cutAt(" ")),
	of("execjail: a shell reads the user", "hostile.user.*", "execjail", "user", shell),
	of("execjail: every user is root", "hostile.user.*", "execjail", "user", func(string) string { return "root" }),
	of("execjail: the user ends at a blank", "hostile.user.*", "execjail", "user", cutAt(" ")),
	of("execjail: an option is no command", "hostile.command.*", "execjail", "command", func(command string) string {
		if strings.HasPrefix(command, "-") {
			return "echo hi"
		}
		return command
	}),
	bent("long names crash the server", "hostile.long.*", func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			for _, value := range args {
				if text, ok := value.(string); ok && len(text) > 4096 {
					return nil, 500
				}
			}
			return run(action, args)
		}
	}),
	of("long names are cut", "hostile.long.getjailsettings.*", "getjailsettings", "jail", func(name string) string {
		if len(name) > 4096 {
			return "test"
		}
		return name
	}),
	loose("deactivatepool: null is no pool", "types.refused.deactivatepool.*", "pool", nil, nil),
	loose("clonejail: properties as an object", "types.refused.clonejail.*", "props", object{}, ""),
	loose("createjail: true is a switch", "types.refused.createjail.*", "switches", true, ""),
	loose("execjail: a number is a user", "types.refused.execjail.*", "user", 5.0, "root"),
	bent("who has no full access reads nothing", "operator.actions.*", func(s *server) {
		admits := s.admits
		s.admits = func(c *caller) bool { return admits(c) && c.user != operator }
	}),
}

// of changes one argument of an action before it is carried out.
func of(name, caught, action, member string, change func(value string) string) mutant {
	return bent(name, caught, func(s *server) {
		run := s.run
		s.run = func(a string, args object) (object, int) {
			if value, ok := args[member].(string); ok && a == action {
				args[member] = change(value)
			}
			return run(a, args)
		}
	})
}

// loose takes a value of a wrong type for another one, or for none.
func loose(name, caught, member string, wrong, value any) mutant {
	return bent(name, caught, func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			given, there := args[member]
			_, isObject := given.(object)
			_, wantsObject := wrong.(object)
			switch {
			case !there, isObject != wantsObject, !isObject && !sameValue(given, wrong):
			case value == nil:
				delete(args, member)
			default:
				args[member] = value
			}
			return run(action, args)
		}
	})
}

// sameValue compares what JSON objects and arrays are not.
func sameValue(a, b any) bool {
	if _, isArray := a.([]any); isArray {
		return false
	}
	return a == b
}

// cutAt ends a value where the text begins.
func cutAt(text string) func(string) string {
	return func(value string) string { first, _, _ := strings.Cut(value, text); return first }
}

// option takes what looks like an option for one, and the jail test for what it
// is about.
func option(name string) string {
	if strings.HasPrefix(name, "-") {
		return "test"
	}
	return name
}
