package conformance

import (
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/catalogue"
	"github.com/sysadm-go/sysadm/conformance/internal/judge"
	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/testdata"
)

// A Level says how binding a requirement is.
type Level string

// The levels. MUST: the documents say it and the original server does it, or
// every known client needs it. SHOULD: the documents say it, the original
// differs. MAY: reported, never red.
//
// A few MUSTs are kept although the original server of 2016 breaks them,
// because breaking them lets somebody in: it speaks only TLS 1.0 (tls.old),
// accepts any password of a user other than root from localhost
// (auth.password), and after one login treats all other clients as logged in
// (auth.required, auth.types, auth.clear, auth.others, auth.rest.each,
// error.shape.rest, subscribe.nobody, dispatcher.nobody,
// dispatcher.run.nobody).
const (
	Must   Level = "MUST"
	Should Level = "SHOULD"
	May    Level = "MAY"
)

// Levels are all of them, the strongest first.
var Levels = []Level{Must, Should, May}

// A Check is one promise of a server to its clients.
type Check struct {
	// ID is stable and unique in an edition, as in "listjails.shape.rest".
	ID string

	// Edition is the edition whose promise it is.
	Edition edition.Edition

	Level Level

	// Requirement is the promise in one sentence of ours.
	Requirement string

	// Section is the source of the requirement: a section of the documents, or
	// a ruling where the documents are silent or contradict themselves.
	Section string

	// Covers are the requirements of the contract that a server meets if the
	// check passes, as in "startjail.jail.missing".
	Covers []string

	// Needs says what a target must offer or allow for the check to be run, in
	// words of the table needs.
	Needs []string

	// recipe says how it is judged.
	recipe catalogue.Recipe
}

// Transports returns the transports over which the check judges: one if there
// is a check for each transport, otherwise all that it needs.
func (c Check) Transports() []string {
	if c.recipe.Each {
		return []string{c.recipe.Over}
	}
	return slices.DeleteFunc(slices.Clone(Transports), func(over string) bool { return !c.needs(over) })
}

// Script returns the path of the check's script in this module, and its text;
// both are empty for a check that is not of this suite's own making.
func (c Check) Script() (path, text string) {
	if c.recipe.Script == "" {
		return "", ""
	}
	content, _ := scripts.ReadFile(c.recipe.Script) // the catalogue has read it
	return "conformance/" + c.recipe.Script, string(content)
}

// Exchange returns the documented exchange from which the check is made, as
// JSON; "" if there is none.
func (c Check) Exchange() string {
	if c.recipe.Exchange == "" {
		return ""
	}
	text, err := testdata.Contract.ReadFile("contract/" + c.recipe.Exchange + ".json")
	if err != nil {
		return ""
	}
	return string(text)
}

// sourceLine is a line of the check's script, counted from 1.
func (c Check) sourceLine(number int) string {
	if number < 1 {
		return ""
	}
	_, text := c.Script()
	lines := strings.Split(text, "\n")
	if number > len(lines) {
		return ""
	}
	return lines[number-1]
}

func (c Check) needs(word string) bool { return slices.Contains(c.Needs, word) }

// Transports are both of them.
var Transports = []string{judge.WebSocket, judge.REST}
