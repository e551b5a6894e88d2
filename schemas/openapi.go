package schemas

import (
	"maps"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// OpenAPI returns the REST half of an edition as an OpenAPI 3.1 document, with
// the schemas of the strict form. Methods and statuses, which the documents do
// not describe, follow docs/rulings.md.
func OpenAPI(e edition.Edition) ([]byte, error) {
	d := describe(e, rest)
	paths, tags := map[string]any{}, map[string]string{}
	for class, actions := range d.classes() {
		namespace, _, _ := strings.Cut(class, "/")
		tags[namespace] = namespaces[namespace]
		paths["/"+class] = d.path(class, actions)
	}
	return encode(map[string]any{
		"openapi": "3.1.0", "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
		"info":    d.info("sysadm over REST", restText),
		"servers": []any{hostOf("https://{host}:12151")},
		"tags":    tagList(tags),
		"paths":   paths,
		"components": map[string]any{
			"responses": d.responses(), "schemas": d.plain(),
			"securitySchemes": map[string]any{
				"password": map[string]any{"type": "http", "scheme": "basic", "description": "A user of the host with its password, in every request."},
				"token":    map[string]any{"type": "http", "scheme": "bearer", "description": "The token that a login was answered with."},
			},
		},
		"security": []any{map[string]any{"password": []any{}}, map[string]any{"token": []any{}}},
	})
}

const restText = "Administration of a PC-BSD or TrueOS host. A request names a class by its path and what is to be done by the" +
	" member action of its body. PUT, POST and GET mean the same; GET is left out here, as many clients send no body with it."

// namespaces are those of the API with what they hold.
var namespaces = map[string]string{
	"rpc":    "the server itself: logins, classes, jobs, logs, settings",
	"sysadm": "the administration of the host",
	"events": "what the server tells unasked",
}

func tagList(tags map[string]string) []any {
	var list []any
	for _, name := range slices.Sorted(maps.Keys(tags)) {
		list = append(list, map[string]any{"name": name, "description": tags[name]})
	}
	return list
}

// hostOf is a server object whose host is to be filled in.
func hostOf(url string) map[string]any {
	return map[string]any{
		"url": url, "description": "a host",
		"variables": map[string]any{"host": map[string]any{"default": "localhost", "description": "name or address of the host"}},
	}
}

// open are the classes that are asked for without a login.
var open = []string{"rpc/auth", "rpc/auth_token", "rpc/auth_ssl", "rpc/identify"}

// path is what can be done under a path, the same with two verbs.
func (d *description) path(class string, actions []string) map[string]any {
	item := map[string]any{}
	for _, verb := range []string{"put", "post"} {
		item[verb] = d.operation(verb, class, actions)
	}
	return item
}

func (d *description) operation(verb, class string, actions []string) map[string]any {
	namespace, name, _ := strings.Cut(class, "/")
	answer := map[string]any{"description": "What was asked for, or that iocage refused it (member error)."}
	answer["content"] = content(d.refs(actions, reply), d.examples(actions, reply))
	responses := map[string]any{"200": answer}
	for status := range statuses {
		responses[status] = map[string]any{"$ref": "#/components/responses/" + status}
	}
	o := map[string]any{
		"operationId": verb + "-" + namespace + "-" + name, "tags": []any{namespace},
		"summary": d.summary(class, actions), "description": d.text(actions),
		"requestBody": map[string]any{"required": true, "content": content(d.refs(actions, request), d.examples(actions, request))},
		"responses":   responses,
	}
	if slices.Contains(open, class) {
		o["security"] = []any{}
	}
	return o
}

// summary is the title of a class's one action, or its name.
func (d *description) summary(class string, names []string) string {
	if len(names) == 1 {
		return d.actions[names[0]].Title
	}
	return "Ask " + class + " for one of its actions"
}

// text lists the actions, with their sections in the documents.
func (d *description) text(names []string) string {
	var b strings.Builder
	for _, name := range names {
		s := d.actions[name]
		b.WriteString("- **" + s.Title + "** (`" + name + "`; documents: " + s.Section + "). " + s.Description + "\n")
	}
	return b.String()
}

// content is a body of one of several schemas, with examples.
func content(refs []any, examples map[string]any) map[string]any {
	schema := map[string]any{"anyOf": refs}
	if len(refs) == 1 {
		schema, _ = refs[0].(map[string]any)
	}
	body := map[string]any{"schema": schema}
	if len(examples) > 0 {
		body["examples"] = examples
	}
	return map[string]any{"application/json": body}
}

// statuses are those of an error reply, with their causes.
var statuses = map[string]string{
	"400": "The body is no JSON object, or the action or an argument is missing, unknown or of a wrong kind.",
	"401": "No login, or a wrong one.",
	"403": "The user may not do this, or the address is blocked after too many wrong logins.",
	"404": "There is no such class.",
	"413": "The body is too large.",
	"429": "Too many requests.",
	"500": "The server could not do its part.",
	"503": "The server is stopping, or too busy to begin.",
	"504": "The server gave up waiting for a command.",
}

func (d *description) responses() map[string]any {
	all := map[string]any{}
	for status, text := range statuses {
		all[status] = map[string]any{"description": text, "content": content(d.refs([]string{"error"}, reply), nil)}
	}
	return all
}
