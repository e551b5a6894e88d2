package mutant

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	gorilla "github.com/gorilla/websocket"
)

// carelessMutants pass over what RFC 6455 and HTTP forbid, stumble over what they
// allow, or let web pages in.
var carelessMutants = []Mutant{
	// Over WebSocket.
	wrong("frames.unmasked", "frames without a mask are obeyed", "frames.unmasked", clientFrames(func(*clientFrame) bool { return true })),
	wrong("frames.bits", "the reserved bits of a frame do not matter", "frames.reserved", clientFrames(func(f *clientFrame) bool { f.first &^= reservedBits; return true })),
	wrong("frames.codes", "frames of unknown kinds are passed over", "frames.reserved", clientFrames(func(f *clientFrame) bool { return f.known() })),
	wrong("frames.unbegun", "a frame that continues nothing is a message", "frames.parts", clientFrames(func(f *clientFrame) bool {
		if f.first == final|continuation {
			f.first |= gorilla.TextMessage
		}
		return true
	})),
	wrong("frames.long", "of a long ping the beginning counts", "frames.control", clientFrames(func(f *clientFrame) bool {
		if f.first == final|gorilla.PingMessage {
			f.payload = f.payload[:min(len(f.payload), short)]
		}
		return true
	})),
	wrong("frames.parted", "a ping that is not final is answered", "frames.control", clientFrames(func(f *clientFrame) bool {
		if f.first == gorilla.PingMessage {
			f.first |= final
		}
		return true
	})),
	wrong("frames.goodbye", "a goodbye is passed over", "frames.goodbye", clientFrames(func(f *clientFrame) bool { return f.first != final|gorilla.CloseMessage })),

	// Over REST.
	wrong("rest.cut.length", "what has come of a body is all of it", "rest.cut rest.cut.acts", recorded(func(record []byte) []byte {
		head, body, _ := bytes.Cut(record, []byte("\r\n\r\n"))
		if len(body) == 0 {
			return record
		}
		head = length.ReplaceAll(head, []byte("Content-Length: "+itoa(len(body))))
		return slices.Concat(head, []byte("\r\n\r\n"), body)
	})),
	wrong("rest.cut.chunks", "chunks may end without a last one", "rest.cut", recorded(func(record []byte) []byte {
		if bytes.Contains(record, []byte("Transfer-Encoding: chunked")) && !bytes.Contains(record, []byte("\r\n0\r\n")) {
			return append(bytes.Clone(record), "0\r\n\r\n"...)
		}
		return record
	})),
	wrong("rest.pipelined", "what comes in one piece with a request is lost", "rest.pipelined", recorded(func(record []byte) []byte {
		if next := bytes.LastIndex(record, []byte("PUT ")); next > 0 {
			return record[:next]
		}
		return record
	})),
	wrong("rest.head.get", "HEAD means GET", "rest.head", asked(func(x *exchange) { x.verb = strings.Replace(x.verb, http.MethodHead, http.MethodGet, 1) })),
	wrong("rest.head.content", "the answer to HEAD has content", "rest.head", func(p *proxy) {
		p.answers = func(x *exchange, text []byte) []byte {
			if x.verb == http.MethodHead {
				text = []byte("no such verb\n")
			}
			return headed(x, fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(text), text))
		}
	}),
	wrong("rest.host.none", "a request need not name a host", "rest.host", recorded(func(record []byte) []byte {
		if bytes.Contains(record, []byte("\r\nHost: ")) {
			return record
		}
		return bytes.Replace(record, []byte("HTTP/1.1\r\n"), []byte("HTTP/1.1\r\nHost: sysadm\r\n"), 1)
	})),
	wrong("rest.host.two", "of two names of a host one is taken", "rest.host", recorded(func(record []byte) []byte {
		return bytes.Replace(record, []byte("\r\nHost: other\r\n"), []byte("\r\n"), 1)
	})),
	wrong("rest.coding", "a coding that is not known is taken for none", "rest.coding", recorded(func(record []byte) []byte {
		return bytes.Replace(record, []byte("Transfer-Encoding: no-such-coding"), []byte("Content-Length: 22"), 1)
	})),
	wrong("rest.chunk.extension", "a chunk with an extension is no chunk", "rest.chunked.parts", recorded(func(record []byte) []byte {
		return bytes.ReplaceAll(record, []byte("\r\n0C;"), []byte("\r\n;"))
	})),
	wrong("rest.older", "clients of HTTP/1.0 get chunks, too", "rest.older", func(p *proxy) {
		p.answers = func(x *exchange, text []byte) []byte {
			return headed(x, fmt.Sprintf("Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", len(text), text))
		}
	}),
	wrong("rest.several", "of several values in a body the first counts", "request.several", asked(func(x *exchange) {
		if x.client.over == rest && x.request == nil {
			x.request = firstObject(x.raw)
		}
	})),
	wrong("rest.several.last", "of several values in a body the last counts", "request.several", asked(func(x *exchange) {
		if last := bytes.LastIndex(x.raw, []byte(`{"`)); x.client.over == rest && x.request == nil && last > 0 {
			x.request = decode(x.raw[last:])
		}
	})),
	wrong("rest.path.prefix", "a path that begins like one that is open to all needs no login", "auth.required.path", asked(func(x *exchange) {
		if steps := strings.SplitAfter(x.path, "/rpc/identify/"); x.client.over == rest && len(steps) > 1 {
			x.obeyAs("sysadm/iocage")
		}
	})),
	wrong("rest.path.slash", "with a slash at its end a path needs no login", "auth.required.path", asked(func(x *exchange) {
		if x.client.over == rest && strings.HasSuffix(x.path, "/") {
			x.obeyAs(x.namespace + "/" + x.name)
		}
	})),
	wrong("login.colon.second", "over REST a password ends at its colon", "auth.password.colon", basics(func(user, password string) (string, string) {
		password, _, _ = strings.Cut(password, ":")
		return user, password
	})),
	wrong("login.colon.last", "over REST a password begins at the last colon", "auth.password.colon", basics(func(user, password string) (string, string) {
		return user, password[strings.LastIndex(password, ":")+1:]
	})),

	// Who is let in from where, and by what name.
	wrong("origin.rest", "over REST nobody looks where a page comes from", "origin.foreign.rest", asked(func(x *exchange) {
		if x.client.over == rest {
			x.client.header.Del("Origin")
		}
	})),
	fails("origin.rest.client", "over REST who tells an Origin is refused", "origin.client.rest", http.StatusForbidden, func(x *exchange) bool { return x.client.over == rest && x.client.header.Get("Origin") != "" }),
	wrong("origin.shared", "the pages of all hosts are told that they may read answers", "origin.asked", bodies(func(x *exchange) {
		x.header.Set("Access-Control-Allow-Origin", "*")
	})),
	wrong("origin.echoed", "a browser that asks for a page is told that it may send requests", "origin.asked", bodies(func(x *exchange) {
		if x.verb == http.MethodOptions {
			x.status = http.StatusNoContent
			x.header.Set("Access-Control-Allow-Origin", x.client.header.Get("Origin"))
		}
	})),
	fails("class.case.rpc", "the namespace rpc is known in small letters only", "class.case.every.* class.case.login", http.StatusNotFound, func(x *exchange) bool { return x.namespace != "rpc" && strings.EqualFold(x.namespace, "rpc") }),
	fails("class.case.query", "classes of rpc are known in small letters only", "class.case.every.*", http.StatusNotFound, func(x *exchange) bool { return x.name == "QUERY" }),
	fails("class.case.events", "the namespace events is known in small letters only", "class.case.login", http.StatusNotFound, func(x *exchange) bool { return x.namespace == "EVENTS" }),

	// What the pools of a host are like.
	stateEvent("state.pool.exchanged", "what is free in a pool is told as taken, and the other way round", "system-state.sizes", func(pool message) {
		pool["free"], pool["alloc"] = pool["alloc"], pool["free"]
	}),
	stateEvent("state.pool.capacity", "the capacity of a pool is the part that is free", "system-state.sizes", func(pool message) { pool["capacity"] = "100%" }),
	stateEvent("state.pool.unit", "what is free in a pool is told in another unit", "system-state.sizes", func(pool message) {
		changeTexts(pool, "free", func(text string) string { return strings.TrimRight(text, "KMGT") + "M" })
	}),
}

// length is the header that tells how long a body is.
var length = regexp.MustCompile(`Content-Length: [0-9]+`)

// reservedBits are those of the first byte of a frame (RFC 6455, 5.2).
const reservedBits = 0x70

// known reports whether RFC 6455 says what frames of this kind are (5.2).
func (f clientFrame) known() bool {
	code := f.first &^ final
	return code <= gorilla.BinaryMessage || code >= gorilla.CloseMessage && code <= gorilla.PongMessage || code&reservedBits != 0
}

// headed is an answer as this program writes it by itself: its head, and what
// follows.
func headed(x *exchange, rest string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", x.status, http.StatusText(x.status))
	_ = x.header.Write(&b) // a buffer takes all
	return append(b.Bytes(), rest...)
}

// basics changes the logins over REST.
func basics(hook func(user, password string) (string, string)) func(*proxy) {
	return asked(func(x *exchange) {
		q := &http.Request{Header: x.client.header}
		if user, password, given := q.BasicAuth(); given && x.client.over == rest {
			q.SetBasicAuth(hook(user, password))
		}
	})
}

// obeyAs answers a request as one of the user of the run for a class.
func (x *exchange) obeyAs(class string) {
	x.answered = true
	x.namespace, x.name, _ = strings.Cut(class, "/")
	x.obey()
}

// firstObject is that with which a text begins, whatever follows.
func firstObject(text []byte) (m message) {
	_ = json.NewDecoder(bytes.NewReader(text)).Decode(&m) // nil is none
	return m
}
