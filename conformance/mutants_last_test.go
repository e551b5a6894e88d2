package conformance_test

import (
	"slices"
	"strings"
)

// lastMutants are wrong in what edition 2017-06-05 added or changed.
var lastMutants = inLast(
	answers("last: jails under their tags", "listjails.keys.*", "listjails", func(a jsonObject) jsonObject {
		byTag := jsonObject{}
		for _, row := range a["jails"].(jsonObject) {
			byTag[row.(jsonObject)["tag"].(string)] = row
		}
		return jsonObject{"jails": byTag}
	}),
	bent("last: jails that are down share a key", "listjails.stopped.*", func(r *right) { r.style.old = true }),
	answers("last: a jail that is up is left out", "listjails.stopped.*", "listjails", func(a jsonObject) jsonObject {
		for key, row := range a["jails"].(jsonObject) {
			if row.(jsonObject)["state"] == "up" {
				delete(a["jails"].(jsonObject), key)
			}
		}
		return a
	}),
	bent("last: templates are jails", "listtemplates.template.*", func(r *right) {
		run := r.run
		r.run = func(action string, args jsonObject) (jsonObject, int) {
			if action == "listtemplates" {
				return jsonObject{"templates": r.host.table(r.host.jails, r.templateKey)}, 200
			}
			return run(action, args)
		}
	}),
	bent("last: a job is started twice", "fetchreleases.fetches.*", func(r *right) {
		after(r, "fetchreleases", func(answer jsonObject) {
			for _, id := range texts(answer["started_dispatcher_id"]) {
				r.begin(id, "iocage fetch --verify -r "+strings.TrimPrefix(id, releaseJob))
			}
		})
	}),
	bent("last: a job that fetches nothing", "fetchreleases.fetches.*", func(r *right) {
		r.program = func(*rightJob, []string) (string, int) { return "Fetching\n", 0 }
	}),
	bent("last: a plugin's job that makes nothing", "createplugin.creates.*", func(r *right) {
		program := r.program
		r.program = func(j *rightJob, words []string) (string, int) {
			if strings.HasPrefix(j.id, pluginJob) {
				return "Fetching\n", 0
			}
			return program(j, words)
		}
	}),
	bent("last: a job's failure is not told", "fetchreleases.fails.*", func(r *right) {
		program := r.program
		r.program = func(j *rightJob, words []string) (string, int) {
			output, _ := program(j, words)
			return output, 0
		}
	}),
	bent("last: iocage fails, and a release is there", "fetchreleases.fails.*", func(r *right) {
		r.program = func(j *rightJob, words []string) (string, int) {
			r.turn.Lock()
			defer r.turn.Unlock()
			r.host.releases = append(r.host.releases, words[len(words)-1])
			return "", 1
		}
	}),
	bent("last: whoever fetches gets another release", "fetchreleases.fetches.*", func(r *right) {
		program := r.program
		r.program = func(j *rightJob, words []string) (string, int) {
			if strings.HasPrefix(j.id, releaseJob) {
				words[len(words)-1] = "9.3-RELEASE"
			}
			return program(j, words)
		}
	}),
	bent("last: a plugin is an ordinary jail", "createplugin.creates.*", func(r *right) {
		program := r.program
		r.program = func(j *rightJob, words []string) (string, int) {
			output, code := program(j, words)
			r.turn.Lock()
			defer r.turn.Unlock()
			for _, p := range r.host.plugins() {
				p.settings["type"] = "jail"
			}
			return output, code
		}
	}),
	bent("last: a plugin takes the place of a jail", "createplugin.creates.*", func(r *right) {
		program := r.program
		r.program = func(j *rightJob, words []string) (string, int) {
			output, code := program(j, words)
			r.turn.Lock()
			defer r.turn.Unlock()
			if code == 0 && strings.HasPrefix(j.id, pluginJob) {
				r.host.jails = r.host.jails[1:]
			}
			return output, code
		}
	}),
	bent("last: cleanreleases leaves one release", "cleanreleases.cleans.*", func(r *right) {
		kept := ""
		run := r.run
		r.run = func(action string, args jsonObject) (jsonObject, int) {
			if action == "cleanreleases" && len(r.host.releases) > 0 {
				kept = r.host.releases[0]
			}
			answer, code := run(action, args)
			if action == "cleanreleases" && kept != "" {
				r.host.releases = []string{kept}
			}
			return answer, code
		}
	}),
	bent("last: cleantemplates destroys jails", "cleantemplates.cleans.*", func(r *right) {
		after(r, "cleantemplates", func(jsonObject) { r.host.jails = nil })
	}),
	bent("last: cleantemplates destroys releases", "cleantemplates.cleans.*", func(r *right) {
		after(r, "cleantemplates", func(jsonObject) { r.host.releases = nil })
	}),
	bent("last: fetching destroys other releases", "fetchreleases.fetches.*", func(r *right) {
		after(r, "fetchreleases", func(jsonObject) { r.host.releases = nil })
		program := r.program
		r.program = func(j *rightJob, words []string) (string, int) {
			r.turn.Lock()
			r.host.releases = nil
			r.turn.Unlock()
			return program(j, words)
		}
	}),
	bent("last: activatestatus does not know of changes", "activatepool.changes.*", func(r *right) {
		run, first := r.run, jsonObject(nil)
		r.run = func(action string, args jsonObject) (jsonObject, int) {
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
	bent("last: names are not looked at", "fetchreleases.names.*", func(r *right) {
		run := r.run
		r.run = func(action string, args jsonObject) (jsonObject, int) {
			if names := texts(args["releases"]); action == "fetchreleases" && len(names) > 0 {
				r.begin(releaseJob+names[0], "iocage fetch --verify -r "+names[0])
				return jsonObject{"started_dispatcher_id": []any{releaseJob + names[0]}}, 200
			}
			return run(action, args)
		}
	}),
	bent("last: missing keys are taken", "createplugin.missing.*", func(r *right) {
		defaulted(r, "createplugin", "net_device", "em0")
		defaulted(r, "createplugin", "ip4", "10.0.2.99")
	}),
	bent("last: operators start no jobs", "createplugin.operator.*", func(r *right) {
		admits := r.admits
		r.admits = func(c *caller) bool { return admits(c) && c.user != rightOperator }
	}),
)

// inLast has mutants judged by the last edition.
func inLast(list ...mutant) []mutant {
	for i := range list {
		list[i].edition = lastEdition
	}
	return slices.Clip(list)
}

// keepsPool has an action answer, but leave the active pool as it is.
func keepsPool(action string) func(r *right) {
	return func(r *right) {
		run := r.run
		r.run = func(a string, args jsonObject) (jsonObject, int) {
			active := r.host.active
			answer, code := run(a, args)
			if a == action {
				r.host.active = active
			}
			return answer, code
		}
	}
}

// after does something to the host once an action has succeeded.
func after(r *right, action string, change func(answer jsonObject)) {
	run := r.run
	r.run = func(a string, args jsonObject) (jsonObject, int) {
		answer, code := run(a, args)
		if a == action && code == 200 && answer["error"] == nil {
			change(answer)
		}
		return answer, code
	}
}
