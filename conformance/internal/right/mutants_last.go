package right

import (
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// earlierMutants claim an edition that the default one has outgrown.
var earlierMutants = []mutant{{
	name: "earlier: members of a later edition are obeyed", caught: "getjailsettings.younger.*", edition: edition.Editions[1],
	host: Host{bend: func(s *server) { s.host.edition.SettingsByProperty = true }},
}}

// lastMutants are wrong in what edition 2017-06-05 added or changed.
var lastMutants = inLast(
	answers("last: jails under their tags", "listjails.keys.*", "listjails", func(a object) object {
		byTag := object{}
		for _, row := range a["jails"].(object) {
			byTag[row.(object)["tag"].(string)] = row
		}
		return object{"jails": byTag}
	}),
	bent("last: jails that are down share a key", "listjails.stopped.*", func(s *server) { s.style.old = true }),
	answers("last: a jail that is up is left out", "listjails.stopped.*", "listjails", func(a object) object {
		for key, row := range a["jails"].(object) {
			if row.(object)["state"] == "up" {
				delete(a["jails"].(object), key)
			}
		}
		return a
	}),
	bent("last: templates are jails", "listtemplates.template.*", func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			if action == "listtemplates" {
				return object{"templates": s.host.table(s.host.jails, s.templateKey)}, 200
			}
			return run(action, args)
		}
	}),
	bent("last: a job is started twice", "fetchreleases.fetches.*", func(s *server) {
		after(s, "fetchreleases", func(answer object) {
			for _, id := range texts(answer["started_dispatcher_id"]) {
				s.begin(id, "iocage fetch --verify -r "+strings.TrimPrefix(id, releaseJob))
			}
		})
	}),
	bent("last: a job that fetches nothing", "fetchreleases.fetches.*", func(s *server) {
		s.program = func(*job, []string) (string, int) { return "Fetching\n", 0 }
	}),
	bent("last: a plugin's job that makes nothing", "createplugin.creates.*", func(s *server) {
		program := s.program
		s.program = func(j *job, words []string) (string, int) {
			if strings.HasPrefix(j.id, pluginJob) {
				return "Fetching\n", 0
			}
			return program(j, words)
		}
	}),
	bent("last: a job's failure is not told", "fetchreleases.fails.*", func(s *server) {
		program := s.program
		s.program = func(j *job, words []string) (string, int) {
			output, _ := program(j, words)
			return output, 0
		}
	}),
	bent("last: iocage fails, and a release is there", "fetchreleases.fails.*", func(s *server) {
		s.program = func(j *job, words []string) (string, int) {
			s.turn.Lock()
			defer s.turn.Unlock()
			s.host.releases = append(s.host.releases, words[len(words)-1])
			return "", 1
		}
	}),
	bent("last: whoever fetches gets another release", "fetchreleases.fetches.*", func(s *server) {
		program := s.program
		s.program = func(j *job, words []string) (string, int) {
			if strings.HasPrefix(j.id, releaseJob) {
				words[len(words)-1] = "9.3-RELEASE"
			}
			return program(j, words)
		}
	}),
	bent("last: a plugin is an ordinary jail", "createplugin.creates.*", func(s *server) {
		program := s.program
		s.program = func(j *job, words []string) (string, int) {
			output, code := program(j, words)
			s.turn.Lock()
			defer s.turn.Unlock()
			for _, p := range s.host.plugins() {
				p.settings["type"] = "jail"
			}
			return output, code
		}
	}),
	bent("last: a plugin takes the place of a jail", "createplugin.creates.*", func(s *server) {
		program := s.program
		s.program = func(j *job, words []string) (string, int) {
			output, code := program(j, words)
			s.turn.Lock()
			defer s.turn.Unlock()
			if code == 0 && strings.HasPrefix(j.id, pluginJob) {
				s.host.jails = s.host.jails[1:]
			}
			return output, code
		}
	}),
	bent("last: cleanreleases leaves one release", "cleanreleases.cleans.*", func(s *server) {
		kept := ""
		run := s.run
		s.run = func(action string, args object) (object, int) {
			if action == "cleanreleases" && len(s.host.releases) > 0 {
				kept = s.host.releases[0]
			}
			answer, code := run(action, args)
			if action == "cleanreleases" && kept != "" {
				s.host.releases = []string{kept}
			}
			return answer, code
		}
	}),
	bent("last: cleantemplates destroys jails", "cleantemplates.cleans.*", func(s *server) {
		after(s, "cleantemplates", func(object) { s.host.jails = nil })
	}),
	bent("last: cleantemplates destroys releases", "cleantemplates.cleans.*", func(s *server) {
		after(s, "cleantemplates", func(object) { s.host.releases = nil })
	}),
	bent("last: fetching destroys other releases", "fetchreleases.fetches.*", func(s *server) {
		after(s, "fetchreleases", func(object) { s.host.releases = nil })
		program := s.program
		s.program = func(j *job, words []string) (string, int) {
			s.turn.Lock()
			s.host.releases = nil
			s.turn.Unlock()
			return program(j, words)
		}
	}),
	bent("last: activatestatus does not know of changes", "activatepool.changes.*", func(s *server) {
		run, first := s.run, object(nil)
		s.run = func(action string, args object) (object, int) {
			answer, code := run(action, args)
			if action == "activatestatus" && first == nil {
				first = answer
			}
			if action == "activatestatus" {
				return first, code
			}
			return answer, code
		}
	}),
	bent("last: activatepool changes nothing", "activatepool.changes.*", keepsPool("activatepool")),
	bent("last: names are not looked at", "fetchreleases.names.*", func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			if names := texts(args["releases"]); action == "fetchreleases" && len(names) > 0 {
				s.begin(releaseJob+names[0], "iocage fetch --verify -r "+names[0])
				return object{"started_dispatcher_id": []any{releaseJob + names[0]}}, 200
			}
			return run(action, args)
		}
	}),
	bent("last: missing keys are taken", "createplugin.missing.*", func(s *server) {
		defaulted(s, "createplugin", "net_device", "em0")
		defaulted(s, "createplugin", "ip4", "10.0.2.99")
	}),
	bent("last: operators start no jobs", "createplugin.operator.*", func(s *server) {
		admits := s.admits
		s.admits = func(c *caller) bool { return admits(c) && c.user != operator }
	}),
)

// lastEdition lists jails by jid and has no action for a single one.
var lastEdition = edition.Editions[len(edition.Editions)-1]

// inLast has mutants judged by the last edition.
func inLast(list ...mutant) []mutant {
	for i := range list {
		list[i].edition = lastEdition
	}
	return slices.Clip(list)
}

// keepsPool has an action answer, but leave the active pool as it is.
func keepsPool(action string) func(s *server) {
	return func(s *server) {
		run := s.run
		s.run = func(a string, args object) (object, int) {
			active := s.host.active
			answer, code := run(a, args)
			if a == action {
				s.host.active = active
			}
			return answer, code
		}
	}
}
