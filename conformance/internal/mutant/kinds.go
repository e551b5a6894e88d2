package mutant

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"
)

// madeBy records the UUIDs of the jails that an action makes, with -e behind its name of
// the empty ones alone.
func madeBy(p *proxy, how string) map[string]bool {
	made := map[string]bool{}
	action, switches, _ := strings.Cut(how, " ")
	answers(action, func(x *exchange, a message) any {
		if x.text("switches") == switches {
			made[uuidForm.FindString(flat(a["success"]))] = true
		}
		return a
	})(p)
	return made
}

// strange does not find jails that were made in a way.
func strange(how, action, caught string) Mutant {
	maker, _, _ := strings.Cut(how, " ")
	return wrong("made."+strings.ReplaceAll(how, " -", ".")+"."+action, action+" does not find the jails of "+how, caught, func(p *proxy) {
		made := madeBy(p, how)
		asked(func(x *exchange) {
			if x.is(action) && made[p.uuidOf(x.text("jail"))] {
				x.succeed(message{"error": "ERROR: " + x.text("jail") + " not found!"})
			}
		})(p)
	}).offered(maker, action)
}

// lost leaves jails that were made in a way out of a table.
func lost(how, table, caught string) Mutant {
	maker, _, _ := strings.Cut(how, " ")
	return wrong("made."+strings.ReplaceAll(how, " -", ".")+"."+table, table+" leaves out the jails of "+how, caught, func(p *proxy) {
		made := madeBy(p, how)
		answers(table, func(_ *exchange, a message) any {
			for uuid := range made {
				delete(a, uuid)
			}
			return a
		})(p)
	}).offered(maker, table)
}

// forget removes the members that stand before the action.
func (x *exchange) forget(args []byte) {
	d := json.NewDecoder(bytes.NewReader(args))
	if _, err := d.Token(); err != nil || x.action() == "" {
		return
	}
	for d.More() {
		name, err := d.Token()
		member, _ := name.(string)
		var value any
		if err != nil || member == "action" || d.Decode(&value) != nil {
			return
		}
		delete(x.args, member)
	}
}

// tagFirst wants the tag at the beginning of the properties.
func tagFirst(action, caught string) Mutant {
	return wrong(action+".order", "the properties of "+action+" begin with the tag", caught, asked(func(x *exchange) {
		if props := x.text("props"); x.is(action) && strings.Contains(props, " tag=") {
			x.succeed(message{"error": "ERROR: no tag!"})
		}
	})).offered(action)
}

// resolvedOnce remembers what a tag meant when it was first seen, one action each.
func resolvedOnce() (mutants []Mutant) {
	for _, action := range []string{"startjail", "stopjail", "capjail", "execjail", "clonejail", "destroyjail"} {
		mutants = append(mutants, wrong("resolved."+action, action+" takes a tag for the jail that had it first", "createjail.again.*", func(p *proxy) {
			first := map[string]string{}
			asked(func(x *exchange) {
				if tag := x.text("jail"); x.is(action) && first[tag] != "" && p.uuidOf(first[tag]) == "" {
					x.succeed(message{"error": "ERROR: " + tag + " not found!"})
				}
			})(p)
			answers("createjail", func(x *exchange, a message) any {
				tag := tagIn(x.text("props"))
				if first[tag] == "" {
					first[tag] = uuidForm.FindString(flat(a["success"]))
				}
				return a
			})(p)
		}).offered("createjail", action))
	}
	return mutants
}

// tagIn is the tag among properties, "" where there is none.
func tagIn(props string) string {
	for _, word := range strings.Fields(props) {
		if tag, found := strings.CutPrefix(word, "tag="); found {
			return tag
		}
	}
	return ""
}

// oddTags do not find a jail whose tag has something unusual.
func oddTags() (mutants []Mutant) {
	for _, odd := range []struct {
		name, sentence string
		in             func(tag string) bool
	}{
		{"digits", "a tag of digits is taken for a jid", func(tag string) bool { return strings.Trim(tag, "0123456789") == "" }},
		{"dot", "a tag ends at its first dot", func(tag string) bool { return strings.Contains(tag, ".") }},
		{"underscore", "a tag has no underscores", func(tag string) bool { return strings.Contains(tag, "_") }},
		{"capitals", "a tag has no capitals", func(tag string) bool { return tag != strings.ToLower(tag) }},
		{"letters", "a tag has letters of ASCII only", func(tag string) bool {
			return strings.IndexFunc(tag, func(r rune) bool { return r > unicode.MaxASCII }) >= 0
		}},
	} {
		for _, action := range []string{"startjail", "stopjail", "execjail", "destroyjail"} {
			mutants = append(mutants, wrong("tag."+odd.name+"."+action, "to "+action+" "+odd.sentence, "names.tags.*", asked(func(x *exchange) {
				if tag := x.text("jail"); tag != "" && x.is(action) && odd.in(tag) && x.proxy.uuidOf(tag) != "" {
					x.succeed(message{"error": "ERROR: " + tag + " not found!"})
				}
			})).offered("createjail", action))
		}
	}
	return mutants
}
