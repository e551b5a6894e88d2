package independent

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const largest = 1 << 20 // bytes of a request

// rest is the REST door: one question, asked by whom HTTP Basic names.
func (s *server) rest(w http.ResponseWriter, q *http.Request) {
	args, code := s.put(q)
	header := w.Header()
	header.Set("Content-Type", "application/json")
	switch code {
	case 401:
		header.Set("WWW-Authenticate", `Basic realm="independent"`)
	case 405:
		header.Set("Allow", "GET, POST, PUT")
	}
	if code != 200 {
		args = problem(code)
	}
	w.WriteHeader(code)
	e := json.NewEncoder(w)
	e.SetIndent("", "    ")
	_ = e.Encode(object{"args": args}) // who has gone needs no reply
}

func (s *server) put(r *http.Request) (any, int) {
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, largest))
	var tooLarge *http.MaxBytesError
	switch {
	case !fromNoPage(r):
		return nil, 403
	case errors.As(err, &tooLarge):
		return nil, 413
	case !slices.Contains([]string{"PUT", "GET", "POST"}, r.Method):
		return nil, 405
	}
	g := &guest{from: r.RemoteAddr}
	if user, password, given := r.BasicAuth(); given {
		s.ask(question{guest: g, class: "rpc/auth", given: object{"username": user, "password": password}})
		defer s.forget(g.token)
	}
	args, malformed := decode(body)
	class := strings.Trim(r.URL.Path, "/")
	if err != nil || malformed != nil || strings.Count(class, "/") != 1 {
		if s.admits(g) {
			return nil, 400
		}
		return nil, 401
	}
	return s.ask(question{guest: g, class: class, given: argsIn(args)})
}

// admits asks for nothing.
func (s *server) admits(g *guest) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gate.admits(s.clock.now(), g.token)
}

// leave forgets a guest.
func (s *server) leave(g *guest) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.guests, g)
}

// forget ends a token that nobody was told of.
func (s *server) forget(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.gate.tokens, token)
}

// webSocket is the other door: many questions, one after the other.
func (s *server) webSocket(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	begins := s.begins()
	s.mu.Unlock()
	if !begins {
		return
	}
	defer s.busy.Done()
	upgrader := websocket.Upgrader{CheckOrigin: fromNoPage}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer conn.Close()
	defer context.AfterFunc(s.ctx, func() { conn.Close() })()
	conn.SetReadLimit(largest)
	var writing sync.Mutex
	g := &guest{from: r.RemoteAddr, send: func(message object) error {
		writing.Lock()
		defer writing.Unlock()
		return conn.WriteJSON(message)
	}}
	defer s.leave(g)
	for {
		_, text, err := conn.ReadMessage()
		if err != nil {
			return
		}
		if length := lasts(text); length > 0 {
			time.AfterFunc(length, func() { _ = s.respond(g, text) }) // who has gone needs no reply
		} else if s.respond(g, text) != nil {
			return
		}
	}
}

// respond sends the reply to a message, if there is to be one.
func (s *server) respond(g *guest, text []byte) error {
	if reply := s.reply(g, text); reply != nil {
		return g.send(reply)
	}
	return nil
}

// fromNoPage reports whether a client is no web page.
func fromNoPage(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	return origin != "null" && !strings.HasPrefix(origin, "http")
}

// reply answers one message, with nil for silence.
func (s *server) reply(g *guest, text []byte) object {
	request, err := decode(text)
	namespace, _ := request["namespace"].(string)
	name, _ := request["name"].(string)
	reply := object{"id": request["id"], "name": "error", "namespace": "rpc", "args": problem(400)}
	if reply["id"] == nil {
		reply["id"] = ""
	}
	if err != nil || namespace == "" || name == "" {
		return reply
	}
	args, code := s.ask(question{guest: g, class: namespace + "/" + name, given: argsIn(request)})
	reply["namespace"] = namespace
	switch code {
	case 0:
		return nil
	case 200:
		reply["name"], reply["args"] = "response", args
	default:
		reply["args"] = problem(code)
	}
	return reply
}

// argsIn are the arguments of a request: its args or, without those, all of it.
func argsIn(request object) any {
	if args, there := request["args"]; there {
		return args
	}
	return request
}

// problem is what stands in the args of an error.
func problem(code int) object { return object{"code": code, "message": http.StatusText(code)} }

// decode reads one object, and nothing behind it.
func decode(text []byte) (m object, err error) {
	if err = json.Unmarshal(text, &m); err == nil && m == nil {
		err = errors.New("null is no object")
	}
	return m, err
}
