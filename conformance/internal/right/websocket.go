package right

import (
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// serveWebSocket is the WebSocket port.
func (s *server) serveWebSocket(w http.ResponseWriter, q *http.Request) {
	upgrader := websocket.Upgrader{CheckOrigin: func(q *http.Request) bool { return s.origin(q.Header.Get("Origin")) }}
	conn, err := upgrader.Upgrade(w, q, nil)
	if err != nil {
		return
	}
	defer conn.Close()
	conn.SetReadLimit(1 << 20)
	c := callerOn(conn)
	defer s.leave(c)
	for {
		kind, text, err := conn.ReadMessage()
		if err != nil || s.noBinary && kind == websocket.BinaryMessage {
			return
		}
		request, err := s.read(text)
		if err != nil && !s.malformed(conn) {
			return
		}
		if length := sleeps(request); length > 0 {
			time.AfterFunc(length, func() { _ = s.respond(c, request, err) }) // who has left misses it
		} else if s.respond(c, request, err) != nil {
			return
		}
	}
}

// respond sends what a message is answered with.
func (s *server) respond(c *caller, request object, malformed error) error {
	reply := s.reply(c, request, malformed)
	if reply == nil {
		return nil
	}
	bent := s.message(reply, request)
	err := c.send(append([]any{bent}, s.behind(request)...)...)
	if s.twice {
		err = errors.Join(err, c.send(bent))
	}
	return err
}

// callerOn is who talks on a connection.
func callerOn(conn *websocket.Conn) *caller {
	var writing sync.Mutex
	send := func(messages ...any) (err error) {
		writing.Lock()
		defer writing.Unlock()
		for _, message := range messages {
			err = errors.Join(err, conn.WriteJSON(message))
		}
		return err
	}
	return &caller{from: conn.RemoteAddr().String(), send: send}
}

// leave forgets a connection.
func (s *server) leave(c *caller) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.subscribers, c)
}
