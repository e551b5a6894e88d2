package schemas_test

import (
	"bytes"
	"encoding/json"
	"path"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A schema in a description takes and refuses what the one of its name does.
func TestDescriptionsJudgeAsTheSchemas(t *testing.T) {
	for _, e := range edition.Editions {
		rest := describedBy(t, e, schemas.OpenAPI, jsonschema.Draft2020)
		socket := describedBy(t, e, schemas.AsyncAPI, jsonschema.Draft7)
		judged := 0
		for _, x := range examples(t, e) {
			action, side, transport := cutName(x.name)
			described := map[string]func(string) *jsonschema.Schema{"rest": rest, "websocket": socket}[transport](action + "." + side)
			document := decoded(t, x.text)
			require.NoError(t, described.Validate(document), x.origin)
			for i, m := range mutations(document) {
				if i%499 != 0 { // every one would take minutes, and most change one long list of settings
					continue
				}
				text := encoded(t, m.document)
				wrong := schemas.Validate(e, x.name, schemas.Strict, text) != nil
				require.Equal(t, wrong, described.Validate(decoded(t, text)) != nil, "%s %s: %s", e.Name, x.origin, m.what)
				judged++
			}
		}
		require.Greater(t, judged, 40)
	}
}

// Every request and event of a description has an example that its schema takes,
// and so has every reply but the long lists of settings.
func TestDescriptionsShowExamples(t *testing.T) {
	for _, e := range edition.Editions {
		shown := shownExamples(t, e)
		for _, name := range schemas.Names(e) {
			value, ok := shown[name]
			if !ok {
				require.Regexp(t, `^(get(default|jail)settings|error)\.reply\.`, name, "%s %s has no example", e.Name, name)
				continue
			}
			require.NoError(t, schemas.Validate(e, name, schemas.Strict, encoded(t, value)), "%s %s", e.Name, name)
		}
	}
}

// shownExamples are the examples in the descriptions of an edition, by schema.
func shownExamples(t *testing.T, e edition.Edition) map[string]any {
	var rest struct {
		Paths map[string]struct {
			Put struct {
				RequestBody body
				Responses   map[string]body
			}
		}
	}
	var socket struct {
		Components struct {
			Messages map[string]struct{ Examples []struct{ Payload any } }
		}
	}
	text, err := schemas.OpenAPI(e)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &rest))
	text, err = schemas.AsyncAPI(e)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &socket))
	shown := map[string]any{}
	for _, path := range rest.Paths {
		path.Put.RequestBody.addTo(shown, ".request.rest")
		path.Put.Responses["200"].addTo(shown, ".reply.rest")
	}
	for name, message := range socket.Components.Messages {
		for _, x := range message.Examples {
			shown[name+".websocket"] = x.Payload
		}
	}
	return shown
}

// A body is a request or a reply in OpenAPI.
type body struct {
	Content map[string]struct {
		Examples map[string]struct{ Value any }
	}
}

func (b body) addTo(shown map[string]any, suffix string) {
	for action, x := range b.Content["application/json"].Examples {
		shown[action+suffix] = x.Value
	}
}

func cutName(name string) (action, side, transport string) {
	words := strings.Split(name, ".")
	return words[0], words[1], words[2]
}

// describedBy returns the schemas of a description by their names in it.
func describedBy(t *testing.T, e edition.Edition, generate func(edition.Edition) ([]byte, error), draft *jsonschema.Draft) func(string) *jsonschema.Schema {
	text, err := generate(e)
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.Draft = draft
	require.NoError(t, compiler.AddResource("file:///api.json", bytes.NewReader(text)))
	known := map[string]*jsonschema.Schema{}
	return func(name string) *jsonschema.Schema {
		if known[name] == nil {
			known[name], err = compiler.Compile("file:///api.json#/components/schemas/" + name)
			require.NoError(t, err, name)
		}
		return known[name]
	}
}

// Generators of code take a message's members from its own properties, know no
// schema that is true, and take anyOf for all that a value may be.
func TestDescriptionsAreWrittenForGenerators(t *testing.T) {
	for _, e := range edition.Editions {
		for _, generate := range []func(edition.Edition) ([]byte, error){schemas.OpenAPI, schemas.AsyncAPI} {
			var api struct {
				Components struct{ Schemas map[string]map[string]any }
			}
			text, err := generate(e)
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(text, &api))
			for name, schema := range api.Components.Schemas {
				if strings.HasSuffix(name, ".reply") {
					require.Contains(t, schema["properties"], "args", name)
					require.Contains(t, schema["required"], "args", name)
				}
				require.Empty(t, unreadable("#/"+name, schema), e.Name)
				if names, ok := schema["propertyNames"].(map[string]any); ok && names["$ref"] != nil {
					require.Equal(t, "string", api.Components.Schemas[path.Base(names["$ref"].(string))]["type"], "%s: names of members", name)
				}
			}
		}
	}
}

// unreadable names the places in a schema that generators misread.
func unreadable(place string, schema any) []string {
	var found []string
	switch s := schema.(type) {
	case bool:
		if keyword := path.Base(place); keyword != "additionalProperties" && keyword != "additionalItems" {
			found = append(found, place+": a schema that is true or false")
		}
	case map[string]any:
		if s["anyOf"] != nil && (s["type"] != nil || s["properties"] != nil || s["required"] != nil) {
			found = append(found, place+": anyOf beside what it does not part")
		}
		if s["then"] != nil && s["else"] != nil && s["properties"] == nil && s["type"] != nil {
			found = append(found, place+": two kinds of values under if")
		}
		for keyword, v := range s {
			if keyword != "const" && keyword != "enum" {
				found = append(found, unreadable(place+"/"+keyword, v)...)
			}
		}
	case []any:
		for _, v := range s {
			found = append(found, unreadable(place, v)...)
		}
	}
	return found
}
