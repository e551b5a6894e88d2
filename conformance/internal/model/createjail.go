package model

import (
	"regexp"
	"strings"
)

// word is what props may be made of (ruling 9).
var word = regexp.MustCompile(`^[a-z0-9_]+=[^\x00-\x1f]+$`)

// A wish is what is known of props before they are sent.
type wish struct {
	values  map[string]string
	refused string // the rule by which they must be refused, "" if none
	unsure  bool   // they may be refused
}

// harmless are properties that iocage stores whatever they are.
var harmless = map[string]bool{"boot": true, "notes": true, "owner": true, "priority": true, "tag": true, "release": true, "securelevel": true, "count": false}

// wishOf reads the argument props.
func (a asked) wishOf() wish {
	text, _ := a.request.text("props")
	w := wish{values: map[string]string{}}
	if strings.ContainsFunc(text, isControl) {
		w.refused = "props with control characters are refused"
	}
	for part := range strings.SplitSeq(text, " ") {
		name, value, _ := strings.Cut(part, "=")
		switch {
		case part == "":
		case !word.MatchString(part):
			w.refused = "only words NAME=VALUE are accepted as properties"
		case !knownProperty(name):
			w.refused = "a property that iocage does not know is refused"
		default:
			w.unsure = w.unsure || !harmless[name] || value == "default" || w.values[name] != ""
			w.values[name] = value
		}
	}
	return w
}

// refuse asks for a refusal of a server that follows the documents; another may
// make what it can of the request.
func (a asked) refuse(rule string) *Breach {
	if a.compat.LooseArguments && !a.refused() {
		a.reopen()
		return nil
	}
	return a.mustRefuse(rule)
}

func judgeCreate(a asked) *Breach {
	w := a.wishOf()
	switches, _ := a.request.text("switches")
	empty := switches == "-e"
	release := w.values["release"]
	switch {
	case w.refused != "":
		return a.refuse(w.refused)
	case switches != "" && !empty:
		return a.refuse("an undocumented switch is refused")
	case !empty && release != "" && a.release.name != "" && release != a.release.name:
		return a.refuse("no jail is made of a release that does not exist")
	case !empty && a.release.gone:
		return a.refuse("no jail is made of a release that was cleaned")
	case a.refused() && (w.unsure || empty && release != "" || !empty && (release == "" || !a.release.there)):
		return nil
	}
	made, b := a.made(empty)
	if b != nil || made.UUID == "" {
		return b
	}
	if made.Type = "basejail"; empty {
		made.Type = "emptyjail"
	}
	made.Fragile = empty
	if !empty && release != "" {
		a.release.there = true
	}
	return a.keep(made, w)
}

func judgeClone(a asked) *Breach {
	name, _ := a.request.text("jail")
	origin, finding := a.resolve(name)
	w := a.wishOf()
	switch {
	case w.refused != "":
		return a.refuse(w.refused)
	case finding == absent:
		return a.refuse("a jail that does not exist is not cloned")
	case finding == unclear:
		a.reopen()
		return nil
	case a.refused() && (w.unsure || origin.Fragile || strings.Contains(name, "@")):
		return nil // iocage(8) takes what follows a @ for a snapshot
	}
	answer, _ := a.reply.answer("clonejail")
	if answer["jail"] != name {
		return a.breach("clonejail repeats the name that was sent", "\"jail\": %q", name)
	}
	made, b := a.made(false)
	if b != nil || made.UUID == "" {
		return b
	}
	made.Type, made.Origin, made.Fragile = "clonejail", origin.UUID, origin.Fragile
	return a.keep(made, w)
}

// made reads the UUID out of the answer. Without one the list must tell.
func (a asked) made(empty bool) (Jail, *Breach) {
	answer, _ := a.reply.answer(a.rule.action)
	said, ok := a.success()
	lines, areTexts := texts(said)
	member := "Successfully created"
	if empty {
		member = "uuid"
	}
	uuid := uuidPattern.FindString(lines[member])
	if !ok || !areTexts || uuid == "" {
		return Jail{}, a.breach("the answer names the new jail", "{\"success\": {%q: <uuid>}}", member)
	}
	if !empty && !a.namesWhole(lines[member], uuid) {
		return Jail{}, a.breach("the answer names the new jail, with its tag", "{%q: \" %s (<tag>)\"}", member, uuid)
	}
	if props, _ := a.request.text("props"); answer["props"] != props {
		return Jail{}, a.breach("the answer repeats props", "\"props\": %q", props)
	}
	if switches, _ := a.request.text("switches"); a.rule.action == "createjail" && answer["switches"] != switches {
		return Jail{}, a.breach("the answer repeats switches", "\"switches\": %q", switches)
	}
	if _, there := a.jails[uuid]; there {
		return Jail{}, a.breach("a new jail has its own UUID", "another UUID than %s", uuid)
	}
	return Jail{UUID: uuid}, nil
}

// keep makes a jail known that was made as wished.
func (a asked) keep(made Jail, w wish) *Breach {
	made.Tag, made.State, made.JID = w.values["tag"], "down", "-"
	if made.Boot = w.values["boot"]; made.Boot == "" && made.Origin == "" {
		made.Boot = "off"
	}
	if w.unsure {
		made.Tag, made.Boot, made.State, made.JID = "", "", "", ""
	}
	a.add(made)
	a.settings[made.UUID] = map[string]string{}
	for name, value := range w.values {
		if !w.unsure && name != "tag" && name != "boot" {
			a.settings[made.UUID][name] = value
		}
	}
	return nil
}

// namesWhole reports a UUID with its tag behind it, which the original server cut
// at a colon.
func (a asked) namesWhole(text, uuid string) bool {
	return strings.HasPrefix(strings.TrimSpace(text), uuid+" (") && (strings.HasSuffix(text, ")") || a.compat.CutValues)
}
