package schemas

import (
	"maps"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// AsyncAPI returns the WebSocket half of an edition as an AsyncAPI 3.0 document,
// seen from the server: it receives requests and sends replies and events. The
// schemas are those of the strict form.
func AsyncAPI(e edition.Edition) ([]byte, error) {
	d := describe(e, websocket)
	messages := d.messages()
	channel := map[string]any{}
	for name := range messages {
		channel[name] = map[string]any{"$ref": "#/components/messages/" + name}
	}
	operations := d.operations()
	return encode(map[string]any{
		"asyncapi": "3.0.0", "id": "urn:sysadm:websocket:" + e.Name,
		"info":               d.asyncInfo(),
		"defaultContentType": "application/json",
		"servers": map[string]any{"host": map[string]any{
			"host": "{host}:12150", "protocol": "wss", "description": "a host", "variables": hostOf("")["variables"],
		}},
		"channels": map[string]any{"sysadm": map[string]any{
			"address": "/", "title": "One connection", "messages": channel,
			"description": "Requests and replies, matched by their id, and events.",
		}},
		"operations": operations,
		"components": map[string]any{"messages": messages, "tags": tagObjects(), "schemas": draft07(d.plain())},
	})
}

const websocketText = "Administration of a PC-BSD or TrueOS host over one connection. It begins with a login, rpc/auth, after" +
	" which every request is taken for that user's. Replies may come in another order than requests: the id tells."

// asyncInfo has the tags, which OpenAPI keeps elsewhere.
func (d *description) asyncInfo() map[string]any {
	info := d.info("sysadm over WebSocket", websocketText)
	info["tags"] = tagRefs(slices.Sorted(maps.Keys(namespaces)))
	return info
}

// messages are all that may be sent on the connection.
func (d *description) messages() map[string]any {
	all := map[string]any{}
	for action, s := range d.actions {
		for _, side := range []string{request, reply, event} {
			if d.schema(action, side) == "" {
				continue
			}
			name := action + "." + side
			all[name] = map[string]any{
				"name": name, "title": s.Title + " (" + side + ")", "summary": s.Title, "description": s.Description,
				"contentType": "application/json",
				"payload":     map[string]any{"$ref": "#/components/schemas/" + name},
			}
			if payload, ok := d.example(action, side); ok {
				all[name].(map[string]any)["examples"] = []any{map[string]any{"name": action, "payload": payload}}
			}
			if side != event {
				all[name].(map[string]any)["correlationId"] = map[string]any{
					"location": "$message.payload#/id", "description": "the id that the client gave its request",
				}
			}
		}
	}
	return all
}

// operations are one for each request, with its replies, and one for each event.
func (d *description) operations() map[string]any {
	all := map[string]any{}
	channel := map[string]any{"$ref": "#/channels/sysadm"}
	for _, action := range slices.Sorted(maps.Keys(d.actions)) {
		s := d.actions[action]
		o := map[string]any{"channel": channel, "title": s.Title, "summary": s.Title, "description": s.Description, "tags": operationTags(s)}
		switch {
		case d.schema(action, request) != "":
			o["action"], o["messages"] = "receive", onChannel(action+"."+request)
			if d.schema(action, reply) != "" {
				o["reply"] = map[string]any{"channel": channel, "messages": onChannel(action+"."+reply, "error."+reply)}
			}
		case d.schema(action, event) != "":
			o["action"], o["messages"] = "send", onChannel(action+"."+event)
		default:
			continue
		}
		all[action] = o
	}
	return all
}

// operationTags are the namespaces under which an action is asked for.
func operationTags(s source) []any {
	spaces, _, _ := strings.Cut(s.Path, "/")
	return tagRefs(strings.Split(spaces, "|"))
}

func tagRefs(names []string) []any {
	var list []any
	for _, name := range names {
		list = append(list, map[string]any{"$ref": "#/components/tags/" + name})
	}
	return list
}

func tagObjects() map[string]any {
	all := map[string]any{}
	for name, text := range namespaces {
		all[name] = map[string]any{"name": name, "description": text}
	}
	return all
}

// onChannel refers to messages of the one channel.
func onChannel(names ...string) []any {
	var list []any
	for _, name := range names {
		list = append(list, map[string]any{"$ref": "#/channels/sysadm/messages/" + name})
	}
	return list
}
