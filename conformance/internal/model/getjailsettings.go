package model

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/prop"
)

// volatile are properties that change by themselves.
var volatile = []string{"available", "compressratio", "last_started", "used"}

// judgeSettings tells the four ways to ask for settings apart.
func judgeSettings(a asked) *Breach {
	jail, oneJail := a.request.text("jail")
	property, oneProperty := a.request.text("prop")
	switches, _ := a.request.text("switches")
	switched := switches != ""
	young := a.edition.SettingsByProperty
	switch {
	case !oneJail && (!young || !switched || !oneProperty):
		return a.loosely("a request without a jail is refused")
	case young && switched && (oneJail || switches != "-r"):
		return a.loosely("undocumented switches, and switches together with a jail, are refused")
	case young && oneProperty && property != "all" && !knownProperty(property):
		return a.loosely("a property that iocage does not know is refused")
	case young && switched && property == "all":
		return nil // where the documents are silent
	case young && switched:
		return a.judgeEvery(property)
	}
	j, finding := a.resolve(jail)
	switch {
	case finding == unclear:
		return nil
	case finding == absent:
		return a.loosely("a jail that does not exist has no settings")
	}
	return a.judgeOne(j, jail, property, young && oneProperty && property != "all")
}

// loosely asks for a refusal of a server that follows the documents.
func (a asked) loosely(rule string) *Breach {
	if a.compat.LooseArguments && a.reply.Code == 200 && !strings.Contains(a.reply.Text, "host_hostuuid") {
		return nil
	}
	return a.mustRefuse(rule)
}

func knownProperty(name string) bool { _, known := prop.Find(name); return known }

// judgeOne judges the settings of a jail, or one of them.
func (a asked) judgeOne(j Jail, name, property string, one bool) *Breach {
	answer, ok := a.reply.answer("getjailsettings")
	told, areTexts := texts(answer[name])
	if !ok || len(answer) != 1 || !areTexts {
		return a.breach("the settings of a jail stand under the name that was sent", "{%q: {<property>: <text>}}", name)
	}
	if one && (len(told) != 1 || !has(told, property)) {
		return a.breach("with a property getjailsettings answers no other property", "{%q: {%q: …}}", name, property)
	}
	if !one && !has(told, "host_hostuuid", "tag", "boot", "type") {
		return a.breach("getjailsettings answers every property of the jail", "host_hostuuid, tag, boot, type, …")
	}
	return a.remember(j, told)
}

// noJail is the uuid in a row that iocage prints for the folder of all jails, and that
// the original server took for a jail's.
const noJail = "-"

// judgeEvery judges one property of every jail. iocage tells of its default
// settings, too, as of a jail.
func (a asked) judgeEvery(property string) *Breach {
	answer, ok := a.reply.answer("getjailsettings")
	if !ok || a.reply.Code != 200 {
		return a.breach("with the switch -r getjailsettings answers every jail", "{<uuid>: {\"TAG\": …, %q: …}}", property)
	}
	var strangers []string
	for uuid, value := range answer {
		if uuid == noJail && a.compat.ErrorsAsMembers {
			continue
		}
		row, areTexts := texts(value)
		if !isUUID(uuid) || !areTexts || !has(row, "TAG", property) {
			return a.breach("with the switch -r getjailsettings answers the tag and the property of every jail", "TAG and %s at %s", property, uuid)
		}
		j, there := a.jails[uuid]
		if !there && !a.open {
			strangers = append(strangers, uuid)
		}
		if len(strangers) > 1 {
			return a.breach("only jails that were made are in the answer", "neither %s", strings.Join(strangers, " nor "))
		}
		if there && j.Tag != "" && row["TAG"] != j.Tag {
			return a.breach("a jail has one tag", "TAG %q at %s", j.Tag, uuid)
		}
		if b := a.remember(j, map[string]string{property: row[property]}); there && !a.open && b != nil {
			return b
		}
	}
	return a.everyJail(answer)
}

// everyJail asks for the jails that are listed.
func (a asked) everyJail(answer map[string]any) *Breach {
	for _, j := range a.Jails() {
		if _, there := answer[j.UUID]; !there && !j.Unsure && !a.open && j.Type != "template" {
			return a.breach("every listed jail is in the answer", "jail %s (%s)", j.UUID, j.Tag)
		}
	}
	return nil
}

// remember compares what is told of a jail with what the list tells of it and
// with what was told before.
func (a asked) remember(j Jail, told map[string]string) *Breach {
	before := a.settings[j.UUID]
	if before == nil {
		before = map[string]string{}
		a.settings[j.UUID] = before
	}
	listed := map[string]string{"host_hostuuid": j.UUID, "tag": j.Tag, "boot": j.Boot, "type": j.Type}
	for name, value := range told {
		for _, want := range []string{listed[name], before[name]} {
			if want != "" && !slices.Contains(volatile, name) && !a.same(want, value) {
				return a.breach("a setting changes only by a request to change it", "%s", fmt.Sprintf("%s %q, not %q, of jail %s", name, want, value, j.UUID))
			}
		}
		if before[name] == "" || len(value) > len(before[name]) {
			before[name] = value
		}
	}
	return nil
}

// same compares two values of a property. One that is not set is told as none
// or as -, and one that has a colon may end there where the original's does.
func (a asked) same(want, got string) bool {
	cut, _, _ := strings.Cut(want, ":")
	whole, _, _ := strings.Cut(got, ":")
	return want == got || unset(want) && unset(got) || a.compat.CutValues && (cut == got || whole == want)
}

func unset(value string) bool { return value == "-" || value == "none" }

// judgeDefaults asks for texts, and for the same ones as before.
func judgeDefaults(a asked) *Breach {
	answer, _ := a.reply.answer("getdefaultsettings")
	told, areTexts := texts(answer["defaults"])
	if !areTexts || len(told) == 0 || a.reply.Code != 200 {
		return a.breach("the default settings stand under defaults", "{\"defaults\": {<property>: <text>}}")
	}
	if uuid := told["host_hostuuid"]; a.jails[uuid].UUID != "" && !a.open {
		return a.breach("the default settings belong to no jail", "another host_hostuuid than that of jail %s", uuid)
	}
	for name, value := range a.defaults {
		if told[name] != value && !slices.Contains(volatile, name) {
			return a.breach("no request changes the default settings", "%s %q", name, value)
		}
	}
	a.defaults = told
	return nil
}
