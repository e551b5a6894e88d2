package mutant

import (
	"context"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	gorilla "github.com/gorilla/websocket"
)

// A conn is one WebSocket connection and its continuation to the server.
type conn struct {
	proxy  *proxy
	client *client
	down   *gorilla.Conn // to the client
	up     *gorilla.Conn // to the server

	mu   sync.Mutex             // held while writing down and while open is used
	open map[string][]*exchange // on their way, by id
}

// serveWebSocket passes on a handshake and then every message.
func (p *proxy) serveWebSocket(w http.ResponseWriter, q *http.Request) {
	c := &conn{proxy: p, client: &client{over: websocket, header: q.Header, from: q.RemoteAddr}, open: map[string][]*exchange{}}
	if status := c.admit(q.Header); status != 0 {
		w.WriteHeader(status)
		return
	}
	header, err := c.dial(q)
	if err != nil {
		refuse(w, header)
		return
	}
	defer c.up.Close()
	upgrader := gorilla.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	if c.down, err = upgrader.Upgrade(w, q, extra(header.Header)); err != nil {
		return
	}
	defer c.down.Close()
	c.client.write = c.write
	c.answerPings()
	if p.mute {
		c.down.SetCloseHandler(func(int, string) error { return nil })
	}
	stop := context.AfterFunc(p.ctx, func() { c.up.Close(); c.down.Close() })
	defer stop()
	var back sync.WaitGroup
	back.Go(c.receive)
	c.send()
	strike(p, p.leaves, c.client)
	c.up.Close()
	back.Wait()
}

// admit counts the client, and returns the status with which the mutant refuses it, 0 if
// it does not.
func (c *conn) admit(header http.Header) (status int) {
	hooked(c.proxy, func() {
		c.proxy.count++
		c.client.number = c.proxy.count
		for _, hook := range c.proxy.connects {
			status = max(status, hook(header))
		}
	})
	return status
}

// answerPings answers them as the mutant does.
func (c *conn) answerPings() {
	if c.proxy.pong == nil {
		return
	}
	c.down.SetPingHandler(func(ping string) error {
		text, sent := c.proxy.pong(ping)
		if !sent {
			return nil
		}
		return c.down.WriteControl(gorilla.PongMessage, []byte(text), time.Now().Add(time.Second))
	})
}

// dial makes the handshake with the server that the client made with us.
func (c *conn) dial(q *http.Request) (*http.Response, error) {
	dialer := gorilla.Dialer{TLSClientConfig: c.proxy.trust, HandshakeTimeout: time.Minute, NetDialContext: dial}
	header := q.Header.Clone()
	for name := range header {
		if name == "Connection" || name == "Upgrade" || strings.HasPrefix(name, "Sec-Websocket-") && name != "Sec-Websocket-Protocol" {
			header.Del(name)
		}
	}
	var response *http.Response
	var err error
	c.up, response, err = dialer.DialContext(sourced(q), strings.TrimSuffix(c.proxy.inner.WS, "/")+q.RequestURI, header)
	return response, err
}

// refuse passes on how the server refused a handshake.
func refuse(w http.ResponseWriter, response *http.Response) {
	if response == nil {
		panic(http.ErrAbortHandler)
	}
	maps.Copy(w.Header(), response.Header)
	w.Header().Del("Content-Length") // gorilla keeps a part of the body only
	w.WriteHeader(response.StatusCode)
	_, _ = io.Copy(w, response.Body)
}

// extra are the headers of a handshake that are not made anew.
func extra(header http.Header) http.Header {
	header = header.Clone()
	for _, name := range []string{"Connection", "Upgrade", "Sec-Websocket-Accept"} {
		header.Del(name)
	}
	return header
}

// send passes on what the client sends, until it stops.
func (c *conn) send() {
	for {
		kind, text, err := c.down.ReadMessage()
		if err != nil {
			return
		}
		x := c.exchange(text)
		strike(c.proxy, c.proxy.requests, x)
		if x.answered {
			c.reply(x, nil)
			continue
		}
		for _, gate := range c.proxy.gates {
			gate(x)
		}
		c.await(x)
		if c.up.WriteMessage(kind, encode(x.request, text, "")) != nil {
			return
		}
	}
}

func (c *conn) exchange(text []byte) *exchange {
	x := &exchange{proxy: c.proxy, client: c.client, request: decode(text), raw: text, copies: 1}
	x.namespace, _ = x.request["namespace"].(string)
	x.name, _ = x.request["name"].(string)
	x.args, _ = x.request["args"].(message)
	if x.namespace == "rpc" && x.name == "auth" {
		c.client.user = x.text("username")
	}
	return x
}

// await remembers a request on its way.
func (c *conn) await(x *exchange) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id := idOf(x.request)
	c.open[id] = append(c.open[id], x)
}

// awaited returns the oldest request on its way with the id of a reply, or one
// of which nothing is known.
func (c *conn) awaited(reply message) *exchange {
	c.mu.Lock()
	defer c.mu.Unlock()
	id := idOf(reply)
	if queue := c.open[id]; len(queue) > 0 {
		c.open[id] = slices.Clone(queue[1:])
		return queue[0]
	}
	return &exchange{proxy: c.proxy, client: c.client, copies: 1}
}

// receive passes on what the server sends, and its goodbye.
func (c *conn) receive() {
	for {
		kind, text, err := c.up.ReadMessage()
		if err != nil {
			c.bye(err)
			return
		}
		m := decode(text)
		if m["namespace"] == "events" && m["name"] != "response" && m["name"] != "error" {
			c.tell(m, text)
			continue
		}
		x := c.awaited(m)
		x.reply, x.binary = m, kind == gorilla.BinaryMessage
		c.reply(x, text)
	}
}

// bye closes the client's connection as the server closed ours.
func (c *conn) bye(err error) {
	code, reason := gorilla.CloseAbnormalClosure, ""
	if closed, ok := err.(*gorilla.CloseError); ok {
		code, reason = closed.Code, closed.Text
	}
	if code != gorilla.CloseAbnormalClosure && code != gorilla.CloseNoStatusReceived {
		_ = c.down.WriteControl(gorilla.CloseMessage, gorilla.FormatCloseMessage(code, reason), time.Now().Add(time.Second))
	}
	c.down.Close()
}

// tell passes on an event.
func (c *conn) tell(m message, text []byte) {
	events := []message{m}
	hooked(c.proxy, func() {
		for _, hook := range c.proxy.events {
			var next []message
			for _, e := range events {
				next = append(next, hook(c.client, e)...)
			}
			events = next
		}
	})
	for _, e := range events {
		c.write(gorilla.TextMessage, encode(e, text, ""))
	}
}

// reply passes on a reply.
func (c *conn) reply(x *exchange, text []byte) {
	x.finish(&text, "")
	if x.cuts {
		c.down.Close()
		return
	}
	for _, e := range x.extra {
		c.write(gorilla.TextMessage, []byte(flat(e)))
	}
	kind := gorilla.TextMessage
	if x.binary {
		kind = gorilla.BinaryMessage
	}
	write := c.write
	if x.to != nil {
		write = x.to.write
	}
	for range x.copies {
		write(kind, text)
	}
	x.done()
}

// write sends a message to the client, who may have gone away.
func (c *conn) write(kind int, text []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.proxy.writes != nil {
		_ = c.proxy.writes(c.down.NetConn(), text)
		return
	}
	_ = c.down.WriteMessage(kind, text)
}
