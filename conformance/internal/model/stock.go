package model

import (
	"maps"
	"slices"
	"strings"
)

// A stock is what jails can be made of, and what is on its way there. What nobody
// has told yet is nil.
type stock struct {
	local     map[string]bool // releases; false may be there
	remote    []string
	templates map[string]Jail   // by UUID
	plugins   map[string]string // the index by id: name and description

	jobs    map[string]promise // those that were started, by id
	arrived map[string]bool    // plugins whose jails may be listed now; true: must
}

// A promise is what a job brings about, if it succeeds.
type promise struct {
	release, plugin string
	sure            bool
}

func (s stock) clone() stock {
	s.local, s.templates, s.plugins = maps.Clone(s.local), maps.Clone(s.templates), maps.Clone(s.plugins)
	s.jobs, s.arrived = maps.Clone(s.jobs), maps.Clone(s.arrived)
	return s
}

// forget believes whatever is told next of what is on the host; what others offer
// stays as it is.
func (s *stock) forget() { s.local, s.templates, s.arrived = nil, nil, nil }

// clean follows what goes all at once. In the iocage of 2017 templates go with
// the releases they were made of.
func (s *stock) clean(action string) {
	if action == "cleanreleases" {
		s.local = map[string]bool{}
	}
	for uuid, t := range s.templates {
		t.Unsure = true
		s.templates[uuid] = t
	}
	if action == "cleantemplates" {
		s.templates = map[string]Jail{}
	}
}

// start notes a job.
func (s *stock) start(id string, p promise) {
	if s.jobs == nil {
		s.jobs = map[string]promise{}
	}
	s.jobs[id] = p
}

// offers reports whether a release can be fetched, as far as that was told.
func (s *stock) offers(release string) bool {
	return slices.ContainsFunc(s.remote, func(line string) bool { return firstWord(line) == release })
}

// firstWord is what counts of the name of a release: behind it may stand that it
// is at its end.
func firstWord(text string) string {
	word, _, _ := strings.Cut(strings.TrimLeft(text, " "), " ")
	return word
}

// Remote are the names of the releases that can be fetched, as far as they are
// known.
func (w *World) Remote() []string {
	var names []string
	for _, line := range w.stock.remote {
		names = append(names, firstWord(line))
	}
	return names
}

// Plugins are the ids of those that can be fetched, as far as they are known.
func (w *World) Plugins() []string { return slices.Sorted(maps.Keys(w.stock.plugins)) }

// Jobs are those that were started, and are not known to have ended.
func (w *World) Jobs() []string { return slices.Sorted(maps.Keys(w.stock.jobs)) }

// End follows a job that has ended.
func (w *World) End(id string) {
	p := w.stock.jobs[id]
	delete(w.stock.jobs, id)
	switch {
	case p.plugin != "":
		w.expect(p.plugin, p.sure && w.pools.usable())
		w.stock.local = nil // a plugin brings its release
	case w.stock.local != nil && p.release != "":
		w.stock.local[p.release] = p.sure && w.pools.usable() || w.stock.local[p.release]
	}
}

// expect says that the jail of a plugin may be listed from now on, or must. It may
// have been listed before its job ended.
func (w *World) expect(plugin string, sure bool) {
	for uuid, j := range w.jails {
		if j.Unsure && j.Type == "plugin" && w.stock.names(plugin, j.Tag) {
			j.Unsure = !sure
			w.jails[uuid] = j
			return
		}
	}
	if w.stock.arrived == nil {
		w.stock.arrived = map[string]bool{}
	}
	w.stock.arrived[plugin] = sure && !w.open
}

// names reports whether the jail of a plugin may have a tag: iocage gives it the
// name of the plugin, the documents its id.
func (s *stock) names(plugin, tag string) bool {
	name, _, _ := strings.Cut(s.plugins[plugin], "\n")
	return tag == plugin || tag == name
}

// admit makes those jails known that are of plugins which may have arrived.
func (w *World) admit(listed map[string]Jail) {
	for uuid, row := range listed {
		if _, known := w.jails[uuid]; known || row.Type != "plugin" {
			continue
		}
		if w.stock.take(row.Tag) {
			w.jails[uuid] = Jail{UUID: uuid}
		} else if w.isBeingMade(row) {
			w.jails[uuid] = Jail{UUID: uuid, Tag: row.Tag, Type: row.Type, Unsure: true}
		}
	}
}

// take finds the plugin that has arrived as a jail. One whose tag another jail had
// may have any other.
func (s *stock) take(tag string) bool {
	for _, fits := range []func(plugin string, sure bool) bool{
		func(plugin string, _ bool) bool { return s.names(plugin, tag) },
		func(_ string, sure bool) bool { return !sure },
	} {
		for plugin, sure := range s.arrived {
			if fits(plugin, sure) {
				delete(s.arrived, plugin)
				return true
			}
		}
	}
	return false
}

// isBeingMade reports whether a job may still change a jail.
func (w *World) isBeingMade(j Jail) bool {
	for _, p := range w.stock.jobs {
		if p.plugin != "" && j.Type == "plugin" {
			return true
		}
	}
	return false
}

// overdue is a plugin whose jail must be listed and is not, "" if
// there is none.
func (s *stock) overdue() string {
	for plugin, sure := range s.arrived {
		if sure {
			return plugin
		}
	}
	return ""
}
