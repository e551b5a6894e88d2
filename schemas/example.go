package schemas

import "strings"

// exampleID is the id of the requests and replies in examples.
const exampleID = "1"

// example returns what a source shows of one side of its action, as it goes over
// the transport.
func (d *description) example(action, side string) (value any, ok bool) {
	s := d.actions[action]
	content, ok := s.Example[side]
	switch {
	case !ok:
		return nil, false
	case d.transport == websocket:
		return s.exampleMessage(side, content), true
	case side == reply:
		return map[string]any{"args": content}, true
	}
	return content, true
}

// exampleMessage is a whole message. An error answers a request of sysadm/iocage.
func (s source) exampleMessage(side string, content any) map[string]any {
	class := s.Path
	if class == "" {
		class = "sysadm/iocage"
	}
	namespaces, name, _ := strings.Cut(class, "/")
	namespace, _, _ := strings.Cut(namespaces, "|")
	message := map[string]any{"args": content, "id": exampleID, "name": name, "namespace": namespace}
	switch {
	case s.Envelope == "error":
		message["name"] = "error"
	case side == reply:
		message["name"] = "response"
	case side == event:
		message["id"] = ""
	}
	return message
}

// examples are those of one side of several actions, by action.
func (d *description) examples(names []string, side string) map[string]any {
	all := map[string]any{}
	for _, name := range names {
		if value, ok := d.example(name, side); ok {
			all[name] = map[string]any{"summary": d.actions[name].Title, "value": value}
		}
	}
	return all
}
