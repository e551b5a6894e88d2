package model

import "strings"

// judgeDestroy follows a jail that goes. One that runs, or has clones, may be
// refused (contradiction 29).
func judgeDestroy(a asked) *Breach {
	name, _ := a.request.text("jail")
	j, finding := a.resolve(name)
	switch {
	case finding == unclear:
		a.reopen()
		return nil
	case finding == absent:
		return a.refuse("a jail that does not exist is not destroyed")
	case a.refused() && (j.State != "down" || a.hasClones(j.UUID)):
		return nil
	}
	said, ok := a.success()
	lines, areTexts := texts(said)
	if !ok || !areTexts || strings.TrimSpace(lines["Destroying"]) != j.UUID {
		return a.breach("the answer names the destroyed jail", "{\"success\": {\"Destroying\": %q}}", " "+j.UUID)
	}
	a.remove(j.UUID)
	return nil
}

// cleaned are the documented sentences.
var cleaned = map[string]string{
	"cleanjails": "All jails have been cleaned.", "cleanreleases": "All RELEASEs have been cleaned.",
	"cleantemplates": "All templates have been cleaned.", "cleanall": "All iocage datasets have been cleaned.",
}

// judgeClean follows what goes all at once. Clones may go with templates.
func judgeClean(a asked) *Breach {
	action := a.rule.action
	if b := a.sentence(cleaned[action]); b != nil {
		return b
	}
	for _, j := range a.Jails() {
		switch {
		case a.edition.Dialect.Python:
			a.change(j, func(j *Jail) { j.Unsure = true }) // what was made of releases and templates goes with them
		case action == "cleanall", action == "cleanjails" && j.Type != "template":
			a.remove(j.UUID)
		case action == "cleanreleases":
			a.change(j, func(j *Jail) { j.Fragile = true })
		case action == "cleantemplates" && j.Type != "basejail":
			a.change(j, func(j *Jail) { j.Unsure = true })
		}
	}
	if action == "cleanreleases" || action == "cleanall" {
		a.release.there, a.release.gone = false, true
		a.defaults = nil
	}
	a.stock.clean(action)
	return nil
}
