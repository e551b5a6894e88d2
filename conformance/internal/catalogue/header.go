package catalogue

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
	entry  Entry
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
		entry: Entry{
			ID: fields["id"], Level: fields["level"], Requirement: fields["requirement"],
			Section: fields["section"], Covers: strings.Fields(fields["covers"]), Needs: strings.Fields(fields["needs"]),
		},
		each:   strings.Fields(fields["each"]),
		of:     strings.Fields(fields["of"]),
		offers: strings.Fields(fields["offers"]),
		except: strings.Fields(fields["except"]),
	}
}

// valid reports a word that nobody knows, or one that another line lacks. Levels and
// needs are known to who asks for the entries.
func (h header) valid() error {
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

// entries makes the entries of a header in an edition: one, or one for each
// transport, action and parameter, or none if the edition does not offer its
// actions.
func (h header) entries(e edition.Edition) []Entry {
	if slices.ContainsFunc(h.offers, func(action string) bool { return !e.Offers(action) }) {
		return nil
	}
	list := []Entry{h.entry}
	if slices.Contains(h.each, "action") {
		excepted := func(action string) bool { return slices.Contains(h.except, action) }
		list = spread(list, slices.DeleteFunc(slices.Clone(e.Actions), excepted), (*Entry).setAction)
	}
	if slices.Contains(h.each, "parameter") {
		list = spread(list, offered(e, h.of), func(x *Entry, of string) {
			action, parameter, _ := strings.Cut(of, ".")
			x.setAction(action)
			x.Parameter = parameter
		})
	}
	if slices.Contains(h.each, "transport") {
		list = spread(list, []string{judge.WebSocket, judge.REST}, func(x *Entry, over string) {
			x.Over, x.Each = over, true
			x.Needs = append(slices.Clone(x.Needs), over)
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

// spread makes of every entry one for each value, which ends its id.
func spread(list []Entry, values []string, set func(*Entry, string)) []Entry {
	var wider []Entry
	for _, x := range list {
		for _, v := range values {
			one := x
			one.ID += "." + v
			set(&one, v)
			wider = append(wider, one)
		}
	}
	return wider
}

// setAction makes an entry one of this action.
func (x *Entry) setAction(action string) {
	x.Action = action
	if slices.Contains(unguarded, action) {
		x.Needs = append(slices.Clone(x.Needs), "simulator")
	}
	if effect.Starts(action) {
		x.Plain = false // what it starts may still run when it is over: no other check follows it on its host
	}
}

// nameCovers puts the action and the parameter of a check into the names of
// what it covers.
func (x *Entry) nameCovers() {
	x.Covers = slices.Clone(x.Covers)
	for i, name := range x.Covers {
		x.Covers[i] = strings.ReplaceAll(strings.ReplaceAll(name, "$ACTION", x.Action), "$PARAMETER", x.Parameter)
	}
}

// setTransport chooses the transport over which the script begins, where the header
// does not name one, and makes it a need of the check.
func (x *Entry) setTransport() {
	if x.Over == "" {
		x.Over = judge.WebSocket
		if slices.Contains(x.Needs, judge.REST) && !slices.Contains(x.Needs, judge.WebSocket) {
			x.Over = judge.REST
		}
	}
	if !slices.Contains(x.Needs, x.Over) {
		x.Needs = append(slices.Clone(x.Needs), x.Over)
	}
}
