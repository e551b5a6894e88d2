package right

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// object is what JSON objects decode to.
type object = map[string]any

// decode reads one JSON object and nothing behind it.
func decode(text []byte) (object, error) {
	var m object
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, err
	}
	if m == nil {
		return nil, errors.New("no object")
	}
	return m, nil
}

// reply makes the reply to one message, nil for none.
func (s *server) reply(c *caller, request object, malformed error) object {
	s.turn.Lock()
	defer s.turn.Unlock()
	namespace, _ := request["namespace"].(string)
	name, _ := request["name"].(string)
	id := request["id"]
	if id == nil {
		id = ""
	}
	if malformed != nil || namespace == "" || name == "" {
		return s.errorReply(id, "rpc", 400)
	}
	result, code, silent := s.answer(c, namespace, name, argsIn(request))
	switch {
	case silent:
		return nil
	case code != 200:
		return s.errorReply(id, namespace, code)
	}
	return object{"args": result, "id": id, "name": "response", "namespace": namespace}
}

// argsIn are the arguments of a request: its args or, without those, all of it.
func argsIn(request object) any {
	if args, given := request["args"]; given {
		return args
	}
	return request
}

func (s *server) errorReply(id any, namespace string, code int) object {
	details := object{"code": code, "message": http.StatusText(code)}
	if s.style.textCodes {
		details["code"] = fmt.Sprint(code)
	}
	if s.style.errorNamespace {
		namespace = "error"
	}
	return object{"args": details, "id": id, "name": "error", "namespace": namespace}
}
