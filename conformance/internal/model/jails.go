package model

import (
	"maps"
	"slices"
)

// sortedJails are the jails of a map by UUID, in that order.
func sortedJails(jails map[string]Jail) []Jail {
	var list []Jail
	for _, uuid := range slices.Sorted(maps.Keys(jails)) {
		list = append(list, jails[uuid])
	}
	return list
}

// A finding is what a name may be taken for.
type finding int

const (
	absent  finding = iota // no jail's name
	found                  // one jail's name
	unclear                // several jails may be meant, or nobody knows
)

// resolve finds the jail with a tag or a UUID.
func (w *World) resolve(name string) (Jail, finding) {
	if j, ok := w.jails[name]; ok && !w.open && !j.Unsure {
		return j, found
	}
	var named []Jail
	for _, j := range w.jails {
		if j.Tag == "" || j.Unsure {
			return Jail{}, unclear
		}
		if j.Tag == name {
			named = append(named, j)
		}
	}
	switch {
	case w.open || len(named) > 1:
		return Jail{}, unclear
	case len(named) == 1:
		return named[0], found
	}
	return Jail{}, absent
}

// hasClones reports whether a jail may be held by clones of it.
func (w *World) hasClones(uuid string) bool {
	for _, j := range w.jails {
		if j.Origin == uuid || j.Type == "clonejail" && j.Origin == "" {
			return true
		}
	}
	return false
}

// add makes a jail known. Another one with its tag may have to give it up.
func (w *World) add(made Jail) {
	for uuid, j := range w.jails {
		if made.Tag != "" && j.Tag == made.Tag {
			j.Tag = ""
			w.jails[uuid] = j
			w.forget(uuid, "tag")
		}
	}
	w.jails[made.UUID] = made
}

// remove forgets a jail.
func (w *World) remove(uuid string) {
	delete(w.jails, uuid)
	delete(w.settings, uuid)
}

func (w *World) forget(uuid string, properties ...string) {
	for _, name := range properties {
		delete(w.settings[uuid], name)
	}
}

// reopen believes whatever the next list tells.
func (w *World) reopen() {
	w.open = true
	w.stock.forget()
	clear(w.settings)
	w.defaults = nil
	w.release.there, w.release.gone = false, false
}

// change replaces a jail.
func (w *World) change(j Jail, change func(j *Jail)) {
	change(&j)
	w.jails[j.UUID] = j
}
