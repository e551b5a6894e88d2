package mutant

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// serveREST passes on one request and its answer.
func (p *proxy) serveREST(w http.ResponseWriter, q *http.Request) {
	body, err := io.ReadAll(q.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	x := p.restExchange(q, body)
	strike(p, p.requests, x)
	var text []byte
	if !x.answered {
		for _, gate := range p.gates {
			gate(x)
		}
		if text, err = x.ask(q, encode(x.request, body, "")); err != nil {
			panic(http.ErrAbortHandler) // the server hung up, and so does the proxy
		}
	}
	x.finish(&text, "    ")
	if x.cuts || x.copies == 0 {
		panic(http.ErrAbortHandler)
	}
	x.write(w, text)
	x.done()
}

func (p *proxy) restExchange(q *http.Request, body []byte) *exchange {
	user, _, _ := q.BasicAuth()
	c := &client{over: rest, user: user, header: q.Header, from: q.RemoteAddr, chunked: q.ContentLength < 0}
	hooked(p, func() { p.count++; c.number = p.count })
	x := &exchange{proxy: p, client: c, verb: q.Method, path: q.RequestURI, request: decode(body), raw: body, copies: 1}
	x.old = !q.ProtoAtLeast(1, 1)
	x.args = x.request
	steps := strings.Split(strings.Trim(q.URL.Path, "/"), "/")
	if len(steps) == 2 {
		x.namespace, x.name = steps[0], steps[1]
	}
	return x
}

// ask sends the request on and notes the answer.
func (x *exchange) ask(q *http.Request, body []byte) ([]byte, error) {
	target, err := url.Parse(x.proxy.inner.REST)
	if err != nil {
		return nil, err
	}
	target.Opaque = x.path
	ctx, end := x.proxy.lasting(sourced(q))
	defer end()
	onward := (&http.Request{
		Method: x.verb, URL: target, Host: q.Host, Header: q.Header.Clone(), Close: true,
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
	}).WithContext(ctx)
	response, err := x.proxy.forward.RoundTrip(onward)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	x.status, x.header, x.reply = response.StatusCode, response.Header, decode(text)
	return text, err
}

// finish runs the hooks of the reply and renews its text.
func (x *exchange) finish(text *[]byte, indent string) {
	hooked(x.proxy, func() {
		for _, hook := range x.proxy.replies {
			hook(x)
		}
		*text = encode(x.reply, *text, indent)
		for _, hook := range x.proxy.bytes {
			*text = hook(x, *text)
		}
	})
}

// done runs what follows a reply.
func (x *exchange) done() { strike(x.proxy, x.proxy.afterwards, x) }

// write sends the answer of the server, with its own headers and no others.
func (x *exchange) write(w http.ResponseWriter, text []byte) {
	if x.header == nil {
		x.header = http.Header{"Content-Type": {"application/json"}}
	}
	x.header.Del("Content-Length") // that of the text is told
	x.header.Del("Connection")
	if x.proxy.answers != nil {
		hijacked(w, x.proxy.answers(x, text))
		return
	}
	header := w.Header()
	maps.Copy(header, x.header)
	for _, name := range []string{"Date", "Content-Type"} {
		if header[name] == nil {
			header[name] = nil // no other in its place
		}
	}
	w.WriteHeader(x.status)
	_, _ = w.Write(text) // a client that has gone away misses it
}
