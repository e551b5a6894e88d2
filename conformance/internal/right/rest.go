package right

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
)

// ServeHTTP is the REST port.
func (s *server) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	status, args := s.rest(q)
	body := object{"args": args}
	if status != 200 {
		body["args"] = object{"code": status, "message": http.StatusText(status)}
		w.Header().Set("WWW-Authenticate", `Basic realm="right"`)
		w.Header().Set("Allow", "GET, POST, PUT")
	}
	w.Header().Set("Content-Type", s.style.contentType)
	status, bent := s.body(status, body, w.Header())
	w.WriteHeader(status)
	if status == 200 || !s.style.bareErrors {
		e := json.NewEncoder(w)
		e.SetIndent("", "    ")
		_ = e.Encode(bent)
	}
}

func (s *server) rest(q *http.Request) (int, any) {
	text, err := io.ReadAll(http.MaxBytesReader(nil, q.Body, 1<<20))
	s.turn.Lock()
	defer s.turn.Unlock()
	c := &caller{from: q.RemoteAddr}
	if user, password, ok := q.BasicAuth(); ok && s.tried(q.RemoteAddr, s.knows(user, password)) {
		s.login(c, user)
		defer s.clear(c.token)
	}
	var tooLarge *http.MaxBytesError
	switch {
	case !s.origin(q.Header.Get("Origin")):
		return 403, nil
	case errors.As(err, &tooLarge):
		return 413, nil
	case !s.verbs(q.Method):
		return 405, nil
	}
	path := s.path(q.URL.Path)
	if !s.admits(c) && !public(path) {
		return 401, nil
	}
	args, malformed := decode(text)
	if err != nil || malformed != nil || len(path) != 2 {
		return 400, nil
	}
	result, code, _ := s.answer(c, path[0], path[1], argsIn(args))
	return code, result
}

// public are the classes that need no login.
func public(path []string) bool {
	return len(path) == 2 && path[0] == "rpc" && (path[1] == "identify" || strings.HasPrefix(path[1], "auth"))
}
