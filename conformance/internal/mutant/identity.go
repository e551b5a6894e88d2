package mutant

import (
	"encoding/json"
	"strings"
)

// identityMutants answer under the wrong id, or to the wrong request.
var identityMutants = []Mutant{
	idsAre("lost", "the id of a reply is empty", func(string) any { return "" }),
	idsAre("upper", "ids come back in capitals", func(id string) any { return strings.ToUpper(id) }),
	idsAre("lower", "ids come back in small letters", func(id string) any { return strings.ToLower(id) }),
	idsAre("trimmed", "ids come back without blanks around them", func(id string) any { return strings.TrimSpace(id) }).caughtBy("message.id.blanks"),
	idsAre("cut.64", "ids end after 64 bytes", func(id string) any { return id[:min(len(id), 64)] }),
	idsAre("cut.255", "ids end after 255 bytes", func(id string) any { return id[:min(len(id), 255)] }),
	idsAre("number", "ids of digits come back as numbers", func(id string) any {
		if strings.Trim(id, "0123456789") == "" && id != "" && id[0] != '0' {
			return json.Number(id)
		}
		return id
	}),
	idsAre("ascii", "what is beyond ASCII in an id becomes a question mark", func(id string) any { return ascii(id) }),
	idsAre("escaped", "an id comes back escaped as HTML", func(id string) any { return strings.NewReplacer("<", "&lt;", "&", "&amp;").Replace(id) }),
	idsAre("unquoted", "quotes in an id are lost", func(id string) any { return strings.ReplaceAll(id, `"`, "") }),
	idsAre("unescaped", "backslashes in an id are lost", func(id string) any { return strings.ReplaceAll(id, `\`, "") }),
	idsAre("word", "an id ends at its first blank", func(id string) any { id, _, _ = strings.Cut(id, " "); return id }),
	wrong("id.missing.null", "a request without an id is answered with null for one", "message.id.missing", messages(func(x *exchange) {
		if _, given := x.request["id"]; !given && x.reply["id"] == "" {
			x.reply["id"] = nil
		}
	})),
	wrong("id.error", "errors come back without their id", "message.id.error", errorReplies(func(x *exchange) {
		if x.client.over == websocket {
			x.reply["id"] = ""
		}
	})),
	wrong("id.seventh", "every seventh reply has the id of the one before", "message.many message.inflight", func(p *proxy) {
		var last any
		count := 0
		messages(func(x *exchange) {
			if count++; count%7 == 0 {
				x.reply["id"] = last
			}
			last = x.reply["id"]
		})(p)
	}),
	wrong("id.first", "the replies on a connection have the id of the first request", "message.*", func(p *proxy) {
		first := map[*client]any{}
		messages(func(x *exchange) {
			if _, ok := first[x.client]; !ok {
				first[x.client] = x.reply["id"]
			}
			x.reply["id"] = first[x.client]
		})(p)
	}),
	wrong("id.second", "only on each second connection are ids lost", "message.*", messages(func(x *exchange) {
		if x.client.number%2 == 0 {
			x.reply["id"] = "1"
		}
	})),
	wrong("reply.previous", "a request gets the answer of the request before it", "message.inflight message.*", func(p *proxy) {
		last := map[*client]any{}
		messages(func(x *exchange) {
			if x.namespace == "rpc" && strings.HasPrefix(x.name, "auth") {
				return
			}
			args := x.reply["args"]
			if kept, ok := last[x.client]; ok {
				x.reply["args"] = kept
			}
			last[x.client] = args
		})(p)
	}),
	wrong("reply.name.class", "the name of a reply is that of the request", "message.id", messages(func(x *exchange) {
		if x.reply["name"] == "response" {
			x.reply["name"] = x.name
		}
	})),
	wrong("reply.name.capital", "the name of a reply is Response", "message.id", messages(func(x *exchange) {
		if x.reply["name"] == "response" {
			x.reply["name"] = "Response"
		}
	})),
	wrong("reply.namespace.other", "the namespace of a reply is always rpc", "message.id*", messages(func(x *exchange) {
		if x.code() == 0 {
			x.reply["namespace"] = "rpc"
		}
	})),
	wrong("reply.namespace.error", "a success has the namespace error", "message.id*", messages(func(x *exchange) {
		if x.code() == 0 && x.namespace == "sysadm" {
			x.reply["namespace"] = "error"
		}
	})),
}

// idsAre bends the id of every reply over WebSocket.
func idsAre(name, sentence string, change func(id string) any) Mutant {
	return wrong("id."+name, sentence, "message.id.kept message.id message.id.blanks", messages(func(x *exchange) {
		if id, ok := x.reply["id"].(string); ok {
			x.reply["id"] = change(id)
		}
	}))
}
