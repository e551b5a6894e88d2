package mutant

import (
	"bytes"
	"strings"
)

// streamMutants lose, repeat, cut or spoil whole replies.
var streamMutants = []Mutant{
	wrong("reply.twice", "every reply comes twice", "message.inflight message.many", replied(func(x *exchange) { x.copies = 2 })),
	wrong("reply.seventh.twice", "every seventh reply comes twice", "message.many message.inflight", only(every(7), func(x *exchange) { x.copies = 2 })),
	wrong("reply.ninth.lost", "every ninth reply is lost", "message.many", only(overWebSocket(every(9)), func(x *exchange) { x.copies = 0 })),
	wrong("reply.tenth.cut", "a connection breaks with its tenth reply", "message.many", only(eachClient(10), func(x *exchange) { x.cuts = true })),
	wrong("reply.twentieth.500", "the twentieth request on a connection fails", "message.many", only(eachClient(20), func(x *exchange) { x.fail(500) })),
	wrong("reply.binary", "replies are binary messages", "listjails.shape.websocket", replied(func(x *exchange) { x.binary = true })),
	wrong("error.400.closes", "a bad request closes the connection", "action.unknown.websocket request.*", errorCloses(400)),
	wrong("error.401.closes", "a request that needs a login closes the connection", "auth.required.* auth.*", errorCloses(401)),
	wrong("error.404.closes", "an unknown class closes the connection", "class.unknown.*", errorCloses(404)),
	wrong("error.lost", "errors are never sent", "action.unknown.websocket", errorReplies(func(x *exchange) { x.copies = 0 })),
	wrong("error.unknown.lost", "a request of an unknown namespace is not answered", "class.unknown.websocket message.unknown", errorReplies(func(x *exchange) {
		if x.code() == 404 {
			x.copies = 0
		}
	})),
	wrong("auth_clear.answered", "auth_clear is answered", "auth.clear", asked(when(is("rpc/auth_clear"), unasked))),
	spelt("bom", "a byte order mark precedes every reply", func(text []byte) []byte { return append([]byte("\ufeff"), text...) }),
	spelt("half", "every reply lacks its last character", func(text []byte) []byte { return text[:max(len(text)-1, 0)] }),
	spelt("comma", "a comma precedes the last brace", func(text []byte) []byte {
		return append(bytes.TrimSuffix(text, []byte("}")), ",}"...)
	}),
	spelt("quotes", "texts stand in single quotes", func(text []byte) []byte { return bytes.ReplaceAll(text, []byte(`"`), []byte(`'`)) }),
	spelt("latin1", "replies are not UTF-8", func(text []byte) []byte {
		return bytes.Replace(text, []byte(`"test"`), []byte("\"te\xe9st\""), 1)
	}),
	spelt("double", "a reply stands twice in one message", func(text []byte) []byte { return append(append([]byte{}, text...), text...) }),
	spelt("string", "a reply is a JSON text that holds JSON", func(text []byte) []byte {
		return []byte(`"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(string(text)) + `"`)
	}),
	spelt("array", "a reply stands in an array", func(text []byte) []byte { return []byte("[" + string(text) + "]") }),
	spelt("nul", "a NUL ends every reply", func(text []byte) []byte { return append(text[:len(text):len(text)], 0) }),
	spelt("empty", "every reply is empty", func([]byte) []byte { return nil }),
	spelt("html", "every reply is a page", func([]byte) []byte { return []byte("<html><body>It works!</body></html>") }),
	spelt("none", "none is written as None", func(text []byte) []byte { return bytes.ReplaceAll(text, []byte(`"none"`), []byte("None")) }),
	spelt("duplicate", "every reply has the member args twice", func(text []byte) []byte {
		return bytes.Replace(text, []byte("{"), []byte(`{"args":{},`), 1)
	}),
}

// spelt spoils the text of every reply, over both transports.
func spelt(name, sentence string, change func([]byte) []byte) Mutant {
	return wrong("text."+name, sentence, "listjails.shape.* getjailsettings.shape.*", spelled(func(_ *exchange, text []byte) []byte { return change(text) }))
}

func errorCloses(code int) func(*proxy) {
	return errorReplies(func(x *exchange) { x.cuts = x.code() == code && x.client.over == websocket })
}

// overWebSocket counts only what comes over WebSocket.
func overWebSocket(c condition) condition {
	return func() func(*exchange) bool {
		holds := c()
		return func(x *exchange) bool { return x.client.over == websocket && holds(x) }
	}
}

// eachClient strikes the n-th reply of each WebSocket connection.
func eachClient(n int) condition {
	return func() func(*exchange) bool {
		count := map[*client]int{}
		return func(x *exchange) bool { count[x.client]++; return count[x.client] == n }
	}
}
