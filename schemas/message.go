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
		if side == request {
			members["name"] = class(name)
		}
	}
	envelope := side
	if s.Envelope != "" {
		envelope = s.Envelope
	}
	return "definitions/message.json#/$defs/" + envelope + "." + transport, members
}

// class is a namespace or a name; the original server does not look at case.
func class(word string) map[string]any {
	var anyCase strings.Builder
	for _, r := range word {
		if unicode.IsLetter(r) {
			fmt.Fprintf(&anyCase, "[%c%c]", unicode.ToUpper(r), r)
		} else {
			anyCase.WriteRune(r)
		}
	}
	return map[string]any{
		"const": word,
		wider: map[string]any{
			"description": fmt.Sprintf("%q in upper or lower case", word),
			"type":        "string",
			"pattern":     "^" + anyCase.String() + "$",
		},
	}
}
