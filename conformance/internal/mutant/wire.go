package mutant

import (
	"bytes"
	"net/http"
	"strings"

	gorilla "github.com/gorilla/websocket"
)

// wireMutants read HTTP and WebSocket as one client happens to write them.
var wireMutants = []Mutant{
	fails("rest.scheme", "the scheme of a login is Basic with a capital only", "auth.rest.scheme", http.StatusUnauthorized, func(x *exchange) bool {
		return x.client.over == rest && x.client.user != "" && !strings.HasPrefix(x.client.header.Get("Authorization"), "Basic ")
	}),
	wrong("rest.header.case", "header names are known in only one spelling", "rest.header", recorded(func(record []byte) []byte {
		for _, name := range []string{"\r\nauthorization:", "\r\nAUTHORIZATION:"} {
			record = bytes.Replace(record, []byte(name), []byte("\r\nx-unknown:"), 1)
		}
		return record
	})),
	fails("rest.expect", "a client that waits to be told to go on is refused", "rest.expect", http.StatusExpectationFailed, func(x *exchange) bool { return x.client.header.Get("Expect") != "" }),
	wrong("rest.body.left", "the body of a request that is refused is not read, and taken for the next one", "auth.rest.connection", func(p *proxy) {
		left := map[string]bool{}
		asked(func(x *exchange) {
			if left[x.client.from] {
				x.answered = true
				x.fail(http.StatusBadRequest)
			}
		})(p)
		bodies(func(x *exchange) { left[x.client.from] = x.code() == http.StatusUnauthorized })(p)
	}),
	wrong("message.fragments", "each frame is taken for a message", "message.fragments message.cut frames.parts", clientFrames(func(f *clientFrame) bool {
		if f.first == gorilla.TextMessage {
			f.first |= final
		}
		return true
	})),
	wrong("goodbye.unanswered", "a goodbye is not answered: the connection is cut", "message.goodbye", func(p *proxy) { p.mute = true }),
	wrong("id.cut", "ids end after 1024 letters", "message.id.long", messages(func(x *exchange) {
		if id, isText := x.reply["id"].(string); isText && len(id) > 1024 {
			x.reply["id"] = id[:1024]
		}
	})),
	wrong("id.text", "an id that is neither text nor number comes back as text", "message.id.object", messages(func(x *exchange) {
		switch id := x.request["id"].(type) {
		case message, []any, bool:
			x.reply["id"] = flat(id)
		}
	})),
	counted("counted", "tokens are counted", func(n int) string { return "session-000000000000" + itoa(n) }),
	counted("times", "a token is the time of its login", func(n int) string { return itoa(1448230000000000 + n*1713) }),
}

// counted makes tokens that who has one can guess.
func counted(name, sentence string, token func(n int) string) Mutant {
	return wrong("token."+name, sentence, "auth.token.guessed", func(p *proxy) {
		n := 0
		logins(func(x *exchange) {
			if told := x.tokens(); told != nil {
				n++
				told[0] = token(n)
			}
		})(p)
	})
}
