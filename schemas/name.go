package schemas

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// The sides and the transports in the name of a schema. An event has a side of
// its own: it is no reply.
const (
	request   = "request"
	reply     = "reply"
	event     = "event"
	websocket = "websocket"
	rest      = "rest"
)

var (
	sides      = []string{request, reply, event}
	transports = []string{websocket, rest}
)

// Names returns the sorted names of an edition's schemas, each of the form
// <action>.<request|reply|event>.<websocket|rest>. An event is named by its own
// name in place of an action.
func Names(e edition.Edition) []string {
	var names []string
	for action, s := range actions(e) {
		for _, side := range sides {
			for _, transport := range transports {
				if _, ok := s.part(side, transport); ok {
					names = append(names, strings.Join([]string{action, side, transport}, "."))
				}
			}
		}
	}
	slices.Sort(names)
	return names
}

// part is the name of the definition that describes one side on one transport.
func (s source) part(side, transport string) (string, bool) {
	for _, def := range []string{side + "." + transport, side} {
		if _, ok := s.Defs[def]; ok {
			return def, true
		}
	}
	return "", false
}

// Actions returns the names of all actions and events that an edition has
// schemas of, sorted.
func Actions(e edition.Edition) []string { return slices.Sorted(maps.Keys(actions(e))) }

// Parts returns the transports for which an edition has a schema of this action
// and side (request, reply or event).
func Parts(e edition.Edition, action, side string) []string {
	s := actions(e)[action]
	return slices.DeleteFunc(slices.Clone(transports), func(transport string) bool {
		_, ok := s.part(side, transport)
		return !ok
	})
}

// find returns the source of a named schema, its side and its transport.
func find(e edition.Edition, name string) (s source, side, transport string, err error) {
	action, what, _ := strings.Cut(name, ".")
	side, transport, _ = strings.Cut(what, ".")
	if s = actions(e)[action]; slices.Contains(sides, side) && slices.Contains(transports, transport) {
		if _, ok := s.part(side, transport); ok {
			return s, side, transport, nil
		}
	}
	return s, "", "", fmt.Errorf("unknown schema %q in edition %s: want ACTION.request.TRANSPORT, ACTION.reply.TRANSPORT or EVENT.event.TRANSPORT, as in listjails.reply.websocket", name, e.Name)
}

// A Description describes a schema.
type Description struct {
	Title       string // what the action does, the side and the transport
	Description string // what the message means
	Section     string // where the documents have it
}

// Describe returns the title, the description and the section of the documents
// of a schema. It fails for a name that Names does not list.
func Describe(e edition.Edition, name string) (Description, error) {
	s, side, transport, err := find(e, name)
	if err != nil {
		return Description{}, err
	}
	over := map[string]string{websocket: "WebSocket", rest: "REST"}[transport]
	return Description{
		Title:       fmt.Sprintf("%s (%s over %s)", s.Title, side, over),
		Description: s.Description,
		Section:     s.Section,
	}, nil
}
