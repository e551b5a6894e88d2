// Package coverage says which requirements of the contract the suite can prove,
// and which a run proved.
//
// The requirements come from the contract: the editions, the schemas and the
// documented exchanges, and a table of requirements that do not belong to one
// action. An action or a parameter without a check therefore shows as a hole.
package coverage

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/schemas"
	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/testdata"
)

// A Requirement is one thing that the contract asks of a server.
type Requirement struct {
	// Subject is an action, another request or event that there are schemas of,
	// or an area of the table areas. Parameter is one of an action, or empty.
	Subject, Parameter string

	// Kind is what is asked, as in "missing"; its words are in the tables kinds
	// and areas.
	Kind string

	// Text is the requirement in one sentence.
	Text string

	// Transports are those on which it is asked.
	Transports []string

	action string // without which an edition does not ask it; empty: all ask it
}

// Name is how a script says that it covers the requirement, as in
// "startjail.jail.missing".
func (r Requirement) Name() string {
	if r.Parameter == "" {
		return r.Subject + "." + r.Kind
	}
	return r.Subject + "." + r.Parameter + "." + r.Kind
}

// Requirements returns what an edition asks of a server: action by action in
// the order of its documents, then what is no action of sysadm/iocage.
func Requirements(e edition.Edition) ([]Requirement, error) {
	var list []Requirement
	for _, action := range e.Actions {
		examples, err := exampleRequirements(e, action)
		if err != nil {
			return nil, err
		}
		list = slices.Concat(list, examples, actionRequirements(e, action))
	}
	for _, name := range schemas.Actions(e) {
		if !e.Offers(name) {
			list = append(list, classRequirements(e, name)...)
		}
	}
	asked := slices.Clone(areas)
	return append(list, slices.DeleteFunc(asked, func(r Requirement) bool { return r.action != "" && !e.Offers(r.action) })...), nil
}

// exampleRequirements are the documented exchanges of an action.
func exampleRequirements(e edition.Edition, action string) ([]Requirement, error) {
	files, err := fs.Glob(testdata.Contract, path.Join("contract", e.Name, "*."+action+".*json"))
	if err != nil {
		return nil, err
	}
	found := map[string]int{}
	var list []Requirement
	for _, file := range files {
		words := strings.Split(strings.TrimSuffix(path.Base(file), ".json"), ".")
		kind, transport := strings.Join(append([]string{"example"}, words[2:len(words)-1]...), "."), words[len(words)-1]
		i, known := found[kind]
		if !known {
			i, found[kind] = len(list), len(list)
			list = append(list, Requirement{Subject: action, Kind: kind, Text: "The documented request is answered as the documents show it."})
		}
		list[i].Transports = append(list[i].Transports, transport)
	}
	return list, nil
}

// actionRequirements are those of an action and of its parameters.
func actionRequirements(e edition.Edition, action string) []Requirement {
	var list []Requirement
	over := schemas.Parts(e, action, "reply")
	for _, k := range kinds {
		if k.of(action) {
			list = append(list, Requirement{Subject: action, Kind: k.name, Text: k.text, Transports: k.transports(over)})
		}
	}
	for _, p := range schemas.Parameters(e, action) {
		for _, k := range parameterKinds {
			list = append(list, Requirement{Subject: action, Parameter: p.Name, Kind: k.name, Text: fmt.Sprintf(k.text, p.Name), Transports: over})
		}
	}
	return list
}

// classRequirements are those of a request of another class, or of an event.
func classRequirements(e edition.Edition, name string) []Requirement {
	replies, events := schemas.Parts(e, name, "reply"), schemas.Parts(e, name, "event")
	var list []Requirement
	for _, k := range classKinds {
		if over := slices.Concat(replies, events); len(over) > 0 {
			list = append(list, Requirement{Subject: name, Kind: k.name, Text: k.text, Transports: over})
		}
	}
	if len(replies) > 0 && !public[name] {
		list = append(list, Requirement{Subject: name, Kind: "login", Text: "Without a login the request is refused with error 401.", Transports: replies})
	}
	for _, p := range schemas.Parameters(e, name) {
		for _, k := range classParameterKinds {
			list = append(list, Requirement{Subject: name, Parameter: p.Name, Kind: k.name, Text: fmt.Sprintf(k.text, p.Name), Transports: schemas.Parts(e, name, "request")})
		}
	}
	return list
}
