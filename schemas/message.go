package schemas

import (
	"fmt"
	"strings"
	"unicode"
)

// message refers to what a message is, and says what its members hold.
func (s source) message(side, transport string) (ref string, members map[string]any) {
	part, _ := s.part(side, transport)
	content := s.file + "#/$defs/" + part
	if side == request && transport == rest {
		return content, nil
	}
	members = map[string]any{"args": map[string]any{"$ref": content}}
	if namespace, name, ok := strings.Cut(s.Path, "/"); ok && transport == websocket {
		members["namespace"] = class(namespace)
		if side != reply {
			members["name"] = class(name)
		}
	}
	envelope := side
	if s.Envelope != "" {
		envelope = s.Envelope
	}
	return "definitions/message.json#/$defs/" + envelope + "." + transport, members
}

// class is a namespace or a name, or several with | between them; the original
// server does not look at case.
func class(words string) map[string]any {
	var anyCase strings.Builder
	for _, r := range words {
		if unicode.IsLetter(r) {
			fmt.Fprintf(&anyCase, "[%c%c]", unicode.ToUpper(r), r)
		} else {
			anyCase.WriteRune(r)
		}
	}
	said, pattern := fmt.Sprintf("%q", words), anyCase.String()
	schema := map[string]any{"const": words}
	if strings.Contains(words, "|") {
		said, pattern = strings.ReplaceAll(said, "|", `" or "`), "("+pattern+")"
		schema = map[string]any{"description": said, "enum": strings.Split(words, "|")}
	}
	schema[wider] = map[string]any{
		"description": said + " in upper or lower case", "type": "string", "pattern": "^" + pattern + "$",
	}
	return schema
}
