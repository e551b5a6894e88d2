package mutant

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
)

// formMutants read messages and requests as one client happens to form them, and
// stumble over what JSON and HTTP allow, or pass over what they forbid.
var formMutants = []Mutant{
	noneOf("zero", "an id that is 0 is taken for none", "message.id.number", func(id any) bool { return id == json.Number("0") }, ""),
	noneOf("false", "an id that is false is taken for none", "message.id.object", func(id any) bool { return id == false }, ""),
	noneOf("empty", "an empty id is taken for none, and one made up", "message.id.kept", func(id any) bool { return id == "" }, "request-1"),
	wrong("id.whole", "an id that is a number comes back as a whole number", "message.id.number", messages(func(x *exchange) {
		if id, isNumber := x.reply["id"].(json.Number); isNumber {
			whole, _, _ := strings.Cut(id.String(), ".")
			x.reply["id"] = json.Number(whole)
		}
	})),
	wrong("id.error.text", "an error comes back with an id only if that is text", "message.id.number", messages(func(x *exchange) {
		if _, isText := x.request["id"].(string); x.code() != 0 && !isText && x.request["id"] != nil {
			x.reply["id"] = ""
		}
	})),
	refusesText("message.end", "a line break behind a message is an error", "message.order", websocket, func(text string) bool { return strings.HasSuffix(text, "\n") }),
	refusesText("message.escapes", "escapes in the names of members are not understood", "message.order", websocket, func(text string) bool { return strings.Contains(text, `"\u00`) }),
	refusesText("rest.body.end", "a line break behind a body is an error", "rest.type.request", rest, func(text string) bool { return strings.HasSuffix(text, "\n") }),
	wrong("rest.body.null", "a body that is null is answered 500", "request.malformed.rest", bodies(func(x *exchange) {
		if string(x.raw) == "null" {
			x.fail(http.StatusInternalServerError)
		}
	})),
	wrong("message.namespace.number", "a namespace that is a number closes the connection", "request.incomplete", messages(func(x *exchange) {
		_, x.cuts = x.request["namespace"].(json.Number)
	})),
	anyAction("settings.action.any", "any action of sysadm/settings succeeds", "settings.types.*", "sysadm/settings"),
	anyAction("logs.action.any", "any action of rpc/logs succeeds", "logs.types.*", "rpc/logs"),
	wrong("logs.action.none", "rpc/logs without an action reads the logs", "logs.types.*", asked(func(x *exchange) {
		if x.is("rpc/logs") && x.args != nil && x.args["action"] == nil {
			x.args["action"] = "read_logs"
		}
	})),
	wrong("logs.unknown.all", "an unknown log is all logs", "logs.shape.*", asked(func(x *exchange) {
		if x.action() == "read_logs" && strings.Contains(flat(x.args["logs"]), "no-such") {
			delete(x.args, "logs")
		}
	})),
	wrong("logs.unknown.none", "if one log is unknown none is read", "logs.shape.*", asked(func(x *exchange) {
		if x.action() == "read_logs" && strings.Contains(flat(x.args["logs"]), "no-such") {
			x.succeedWith(message{})
		}
	})),
	wrong("rest.challenge", "only who sends no login at all is told how to log in", "error.strict.rest", bodies(func(x *exchange) {
		if x.client.header.Get("Authorization") != "" {
			x.header.Del("WWW-Authenticate")
		}
	})),
	wrong("rest.options", "OPTIONS is answered 204, as for pages of other hosts", "rest.verbs.allow", bodies(func(x *exchange) {
		if x.verb == http.MethodOptions {
			x.status, x.reply = http.StatusNoContent, nil
			x.header.Set("Access-Control-Allow-Origin", "*")
		}
	})),
	wrong("rest.verbs.small", "capitals do not matter in verbs", "rest.verbs.allow", asked(func(x *exchange) { x.verb = strings.ToUpper(x.verb) })),
	fails("rest.absolute", "a path behind the name of the host is not found", "rest.header", http.StatusNotFound, func(x *exchange) bool { return strings.HasPrefix(x.path, "http") }),
	fails("rest.type.charset", "a type of a body that tells its letters is refused", "rest.type.request", http.StatusUnsupportedMediaType, func(x *exchange) bool { return strings.Contains(x.client.header.Get("Content-Type"), "charset") }),
	readsAs("rest.length.sign", "a length with a sign is read as a number", "Content-Length: +", "Content-Length: 0"),
	readsAs("rest.length.twice", "of two lengths of a body one is taken", "\r\nContent-Length: 9", "\r\nX-Ignored--Len: 9"),
	readsAs("rest.header.blank", "a blank before the colon of a header does not matter", "Authorization : ", "Authorization:  "),
	wrong("ping.cut", "a pong has the first hundred letters of its ping", "message.ping", func(p *proxy) { p.pong = func(ping string) (string, bool) { return ping[:min(len(ping), 100)], true } }),
}

// noneOf takes an id for none that counts as nothing in many languages.
func noneOf(name, sentence, caught string, which func(id any) bool, instead string) Mutant {
	return wrong("id."+name, sentence, caught, messages(func(x *exchange) {
		if id, given := x.request["id"]; given && which(id) {
			x.reply["id"] = instead
		}
	}))
}

// refusesText answers 400 to requests by how they are written.
func refusesText(name, sentence, caught, over string, which func(text string) bool) Mutant {
	return wrong(name, sentence, caught, asked(func(x *exchange) {
		if x.client.over == over && which(string(x.raw)) {
			x.answered = true
			x.fail(http.StatusBadRequest)
		}
	}))
}

// anyAction answers an empty success where a class has no such action.
func anyAction(name, sentence, caught, class string) Mutant {
	return wrong(name, sentence, caught, errorReplies(func(x *exchange) {
		if x.is(class) && x.code() == http.StatusBadRequest && strings.HasPrefix(x.action(), "no-such") {
			x.say(message{})
		}
	}))
}

// readsAs takes one text in the head of a request for another of that length.
func readsAs(name, sentence, text, as string) Mutant {
	return wrong(name, sentence, "rest.refused", recorded(func(record []byte) []byte {
		return bytes.Replace(record, []byte(text), []byte(as), 1)
	}))
}
