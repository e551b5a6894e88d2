package conformance

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A Level says how binding a requirement is.
type Level string

// The levels. MUST: the documents say it and the original server does it, or
// every known client needs it. SHOULD: the documents say it, the original
// differs. MAY: reported, never red.
//
// A few MUSTs are kept although the original server of 2016 breaks them,
// because breaking them lets somebody in: it speaks TLS 1.0 only (tls.old),
// takes any password of a user from localhost who is not root (auth.password),
// and once anybody has logged in it takes who has not for logged in, too
// (auth.required, auth.types, auth.clear, auth.others, auth.rest.each,
// error.shape.rest, subscribe.nobody, dispatcher.nobody, dispatcher.run.nobody).
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

	// Section is where it comes from: a section of the documents, or a ruling
	// where the documents are silent or contradict themselves.
	Section string

	// Covers are the requirements of the contract that the check proves a server
	// to meet when it passes, as in "startjail.jail.missing".
	Covers []string

	// Needs are words of the table needs: what a target must offer, or allow,
	// for the check to be run.
	Needs []string

	// script is the path in the embedded scripts, empty for an exchange.
	script string

	// exchange is the path of a documented exchange in the embedded contract.
	exchange string

	// over, action and parameter are the values of $TRANSPORT, $ACTION and
	// $PARAMETER.
	over, action, parameter string

	// plain says that another check may follow it where it has been.
	plain bool

	// each says that there is one such check for each transport.
	each bool
}

// Transports are those over which the check judges: its own where there is one
// check for each, else all that it needs.
func (c Check) Transports() []string {
	if c.each {
		return []string{c.over}
	}
	return slices.DeleteFunc(slices.Clone(Transports), func(over string) bool { return !c.needs(over) })
}

// Script returns the path of the check's script in this module, and its text;
// both are empty for a check that is not of this suite's own making.
func (c Check) Script() (path, text string) {
	if c.script == "" {
		return "", ""
	}
	content, _ := scripts.ReadFile(c.script) // the catalogue has read it
	return "conformance/" + c.script, string(content)
}

func (c Check) needs(word string) bool { return slices.Contains(c.Needs, word) }

// header is what the comment lines at the top of a script say.
type header struct {
	check  Check
	each   []string // "transport", "action", "parameter"
	of     []string // the parameters, ACTION.PARAMETER, of each parameter
	offers []string // actions an edition must offer for the check to exist
}

// headerFields are the lines a header may have; the first five must be there.
var headerFields = []string{"id", "level", "requirement", "section", "covers", "needs", "each", "of", "offers"}

// parseHeader reads the leading comment lines of a script.
func parseHeader(script []byte) (header, error) {
	fields := map[string]string{}
	for line := range strings.Lines(string(script)) {
		text, ok := strings.CutPrefix(line, "# ")
		if !ok {
			break
		}
		name, value, _ := strings.Cut(strings.TrimSpace(text), ": ")
		if !slices.Contains(headerFields, name) {
			return header{}, fmt.Errorf("unknown header line %q: use %s", name, strings.Join(headerFields, ", "))
		}
		if fields[name] != "" {
			return header{}, fmt.Errorf("header line %q stands twice", name)
		}
		fields[name] = strings.TrimSpace(value)
	}
	for _, name := range headerFields[:5] {
		if fields[name] == "" {
			return header{}, fmt.Errorf("no header line %q", "# "+name+": …")
		}
	}
	return newHeader(fields)
}

func newHeader(fields map[string]string) (header, error) {
	h := header{
		check: Check{
			ID: fields["id"], Level: Level(fields["level"]), Requirement: fields["requirement"],
			Section: fields["section"], Covers: strings.Fields(fields["covers"]), Needs: strings.Fields(fields["needs"]),
		},
		each:   strings.Fields(fields["each"]),
		of:     strings.Fields(fields["of"]),
		offers: strings.Fields(fields["offers"]),
	}
	if !slices.Contains(Levels, h.check.Level) {
		return h, fmt.Errorf("unknown level %q: use MUST, SHOULD or MAY", h.check.Level)
	}
	for _, word := range h.check.Needs {
		if findNeed(word) == nil {
			return h, fmt.Errorf("unknown need %q", word)
		}
	}
	for _, word := range h.each {
		if !slices.Contains(spreads, word) {
			return h, fmt.Errorf("unknown word %q after each: use %s", word, strings.Join(spreads, ", "))
		}
	}
	if slices.Contains(h.each, "parameter") != (len(h.of) > 0) {
		return h, errors.New("each parameter and a line of go together")
	}
	return h, checkOf(h.of)
}

// spreads are the words of a header line "# each: …".
var spreads = []string{"transport", "action", "parameter"}

// checks makes the checks of a header in an edition: one, or one for each
// transport, action and parameter, or none if the edition does not offer its
// actions.
func (h header) checks(e edition.Edition) []Check {
	for _, action := range h.offers {
		if !e.Offers(action) {
			return nil
		}
	}
	c := h.check
	c.Edition = e
	list := []Check{c}
	if slices.Contains(h.each, "action") {
		list = spread(list, e.Actions, (*Check).setAction)
	}
	if slices.Contains(h.each, "parameter") {
		list = spread(list, offered(e, h.of), func(c *Check, of string) {
			action, parameter, _ := strings.Cut(of, ".")
			c.setAction(action)
			c.parameter = parameter
		})
	}
	if slices.Contains(h.each, "transport") {
		list = spread(list, Transports, func(c *Check, over string) {
			c.over, c.each = over, true
			c.Needs = append(slices.Clone(c.Needs), over)
		})
	}
	for i := range list {
		list[i].setTransport()
		list[i].nameCovers()
	}
	return list
}

// unguarded are the actions that change a host although they name nothing on
// it. What a check sends on behalf of every action, a wrong server might obey:
// these are sent to simulated hosts only.
var unguarded = []string{"createjail", "cleanjails", "cleanreleases", "cleantemplates", "cleanall"}

// spread makes of every check one for each value, which ends its id.
func spread(list []Check, values []string, set func(*Check, string)) []Check {
	var wider []Check
	for _, c := range list {
		for _, v := range values {
			one := c
			one.ID += "." + v
			set(&one, v)
			wider = append(wider, one)
		}
	}
	return wider
}

// setAction makes a check one of this action.
func (c *Check) setAction(action string) {
	c.action = action
	if slices.Contains(unguarded, action) {
		c.Needs = append(slices.Clone(c.Needs), "simulator")
	}
}

// nameCovers puts the action and the parameter of a check into the names of
// what it covers.
func (c *Check) nameCovers() {
	c.Covers = slices.Clone(c.Covers)
	for i, name := range c.Covers {
		c.Covers[i] = strings.ReplaceAll(strings.ReplaceAll(name, "$ACTION", c.action), "$PARAMETER", c.parameter)
	}
}

// setTransport chooses where a check that names no transport begins.
func (c *Check) setTransport() {
	switch {
	case c.over != "":
	case c.needs(rest) && !c.needs(websocket):
		c.over = rest
	default:
		c.over = websocket
	}
	if !c.needs(c.over) {
		c.Needs = append(slices.Clone(c.Needs), c.over)
	}
}

// The two transports, as the names of the documented exchanges and of the
// schemas end.
const (
	websocket = "websocket"
	rest      = "rest"
)

// Transports are both of them.
var Transports = []string{websocket, rest}
