package conformance

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/effect"
	"github.com/sysadm-go/sysadm/conformance/internal/judge"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// header is what the comment lines at the top of a script say.
type header struct {
	check  Check
	each   []string // "transport", "action", "parameter"
	of     []string // the parameters, ACTION.PARAMETER, of each parameter
	offers []string // actions an edition must offer for the check to exist
	except []string // actions without a check of each action
}

// headerFields are the lines a header may have; the first five must be there.
var headerFields = []string{"id", "level", "requirement", "section", "covers", "needs", "each", "of", "offers", "except"}

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
			return header{}, fmt.Errorf("duplicate header line %q", name)
		}
		fields[name] = strings.TrimSpace(value)
	}
	for _, name := range headerFields[:5] {
		if fields[name] == "" {
			return header{}, fmt.Errorf("no header line %q", "# "+name+": …")
		}
	}
	h := newHeader(fields)
	return h, h.valid()
}

func newHeader(fields map[string]string) header {
	return header{
		check: Check{
			ID: fields["id"], Level: Level(fields["level"]), Requirement: fields["requirement"],
			Section: fields["section"], Covers: strings.Fields(fields["covers"]), Needs: strings.Fields(fields["needs"]),
		},
		each:   strings.Fields(fields["each"]),
		of:     strings.Fields(fields["of"]),
		offers: strings.Fields(fields["offers"]),
		except: strings.Fields(fields["except"]),
	}
}

// valid reports a word that nobody knows, or one that another line lacks.
func (h header) valid() error {
	if !slices.Contains(Levels, h.check.Level) {
		return fmt.Errorf("unknown level %q: use MUST, SHOULD or MAY", h.check.Level)
	}
	for _, word := range h.check.Needs {
		if findNeed(word) == nil {
			return fmt.Errorf("unknown need %q", word)
		}
	}
	for _, word := range h.each {
		if !slices.Contains(spreads, word) {
			return fmt.Errorf("unknown word %q after each: use %s", word, strings.Join(spreads, ", "))
		}
	}
	if slices.Contains(h.each, "parameter") != (len(h.of) > 0) {
		return errors.New("each parameter and a line of go together")
	}
	if err := checkActions(slices.Concat(h.offers, h.except)); err != nil {
		return err
	}
	return checkOf(h.of)
}

// spreads are the words of a header line "# each: …".
var spreads = []string{"transport", "action", "parameter"}

// checks makes the checks of a header in an edition: one, or one for each
// transport, action and parameter, or none if the edition does not offer its
// actions.
func (h header) checks(e edition.Edition) []Check {
	if slices.ContainsFunc(h.offers, func(action string) bool { return !e.Offers(action) }) {
		return nil
	}
	c := h.check
	c.Edition = e
	list := []Check{c}
	if slices.Contains(h.each, "action") {
		excepted := func(action string) bool { return slices.Contains(h.except, action) }
		list = spread(list, slices.DeleteFunc(slices.Clone(e.Actions), excepted), (*Check).setAction)
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

// unguarded are the actions that change a host without naming a jail or a pool on
// it. A check that is made for each action sends what must be refused, but a wrong
// server might obey: for these actions the check is run on simulated hosts only.
var unguarded = []string{
	"createjail", "cleanjails", "cleanreleases", "cleantemplates", "cleanall", "fetchreleases", "createplugin",
}

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
	if effect.Starts(action) {
		c.plain = false // what it starts may still run when it is over: no other check follows it on its host
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

// setTransport chooses the transport over which the script begins, where the header
// does not name one, and makes it a need of the check.
func (c *Check) setTransport() {
	if c.over == "" {
		c.over = judge.WebSocket
		if c.needs(judge.REST) && !c.needs(judge.WebSocket) {
			c.over = judge.REST
		}
	}
	if !c.needs(c.over) {
		c.Needs = append(slices.Clone(c.Needs), c.over)
	}
}
