package schemas_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas"
	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/schemas/prop"
)

// handwritten are the schema files that people write, by path.
func handwritten(t *testing.T) map[string]map[string]any {
	t.Helper()
	found := map[string]map[string]any{}
	for _, pattern := range []string{"definitions/*.json", "common/*.json", "20*/*.json"} {
		names, err := fs.Glob(os.DirFS("."), pattern)
		require.NoError(t, err)
		require.NotEmpty(t, names)
		for _, name := range names {
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			found[name] = decoded(t, text).(map[string]any)
		}
	}
	return found
}

// walk hands every subschema to see, with its place.
func walk(schema any, place string, see func(place string, s map[string]any)) {
	switch s := schema.(type) {
	case map[string]any:
		see(place, s)
		for keyword, v := range s {
			walk(v, place+"/"+keyword, see)
		}
	case []any:
		for _, v := range s {
			walk(v, place, see)
		}
	}
}

func TestFilesSayWhatTheyAre(t *testing.T) {
	for name, s := range handwritten(t) {
		require.Equal(t, "https://json-schema.org/draft/2020-12/schema", s["$schema"], name)
		require.Equal(t, "https://sysadm-go.github.io/schemas/"+name, s["$id"])
		for _, member := range []string{"title", "description", "x-section"} {
			require.NotEmpty(t, s[member], "%s has no %s", name, member)
		}
	}
}

func TestFilesAreSchemas(t *testing.T) {
	meta := jsonschema.Draft2020.URL()
	compiler := jsonschema.NewCompiler()
	schema, err := compiler.Compile(meta)
	require.NoError(t, err)
	for name, s := range handwritten(t) {
		require.NoError(t, schema.Validate(s), name)
	}
	for _, e := range edition.Editions {
		for _, name := range schemas.Names(e) {
			for _, form := range schemas.Forms {
				text, err := schemas.Source(e, name, form)
				require.NoError(t, err)
				require.NoError(t, schema.Validate(decoded(t, text)), "%s %s %s", e.Name, name, form)
			}
		}
	}
}

// Every object with members of its own is closed, by its own keyword or by
// that of the schema it refers to. Conditions are not descriptions of objects.
func TestStrictObjectsAreClosed(t *testing.T) {
	for _, e := range edition.Editions {
		for _, name := range schemas.Names(e) {
			text, err := schemas.Source(e, name, schemas.Strict)
			require.NoError(t, err)
			walk(decoded(t, text), "", func(place string, s map[string]any) {
				if s["type"] != "object" || inside(place, "not") || name == "query.request.rest" {
					return // a condition, or the junk that the documents send
				}
				_, closed := s["additionalProperties"]
				_, refers := s["$ref"]
				_, decides := s["else"]
				require.True(t, closed || refers || decides, "%s%s is open", name, place)
			})
		}
	}
}

// Whatever can fail for a value has words of its own for the sentence.
func TestGrammarsAreDescribed(t *testing.T) {
	for _, e := range edition.Editions {
		for _, name := range schemas.Names(e) {
			for _, form := range schemas.Forms {
				text, err := schemas.Source(e, name, form)
				require.NoError(t, err)
				require.NotContains(t, string(text), `"x-lenient"`)
				walk(decoded(t, text), "", func(place string, s map[string]any) {
					for _, keyword := range []string{"pattern", "enum", "minLength", "minimum", "exclusiveMinimum", "anyOf"} {
						if _, ok := s[keyword]; ok && !inside(place, "if", "not", "properties") {
							require.NotEmpty(t, s["description"], "%s%s/%s", name, place, keyword)
						}
					}
				})
			}
		}
	}
}

func inside(place string, keywords ...string) bool {
	last := path.Base(place)
	for _, keyword := range keywords {
		if last == keyword {
			return true
		}
	}
	return false
}

// A bundle refers to nothing outside itself.
func TestSourceIsSelfContained(t *testing.T) {
	for _, e := range edition.Editions {
		for _, name := range schemas.Names(e) {
			for _, form := range schemas.Forms {
				text, err := schemas.Source(e, name, form)
				require.NoError(t, err)
				document := decoded(t, text).(map[string]any)
				defs := document["$defs"].(map[string]any)
				walk(document, "", func(place string, s map[string]any) {
					if ref, ok := s["$ref"].(string); ok {
						key, ok := strings.CutPrefix(ref, "#/$defs/")
						require.True(t, ok, "%s%s refers to %s", name, place, ref)
						require.Contains(t, defs, key)
					}
				})
			}
		}
	}
}

// properties.json gives every property of prop.Table the kind it has there.
func TestPropertiesFollowTheTable(t *testing.T) {
	values := handwritten(t)["definitions/properties.json"]["$defs"].(map[string]any)["values"].(map[string]any)["properties"].(map[string]any)
	narrowed := map[string]string{"priority": "priority", "securelevel": "securelevel", "enforce_statfs": "statfs-level"}
	require.Len(t, values, len(prop.Table))
	for _, p := range prop.Table {
		want := string(p.Kind)
		if p.Kind == prop.UUID {
			want = "uuid-property"
		}
		if other, ok := narrowed[p.Name]; ok {
			require.Equal(t, prop.Number, p.Kind)
			want = other
		}
		require.Equal(t, map[string]any{"$ref": "values.json#/$defs/" + want}, values[p.Name], p.Name)
	}
}

// The limits that the defaults show whole are those of prop.Table.
func TestWholeLimitsFollowTheTable(t *testing.T) {
	defaults := handwritten(t)["2016-02-01/getdefaultsettings.json"]["$defs"].(map[string]any)["defaults"].(map[string]any)
	for _, p := range prop.Table {
		matches := 0
		for pattern := range defaults["patternProperties"].(map[string]any) {
			if regexp.MustCompile(pattern).MatchString(p.Name) {
				matches++
			}
		}
		require.Equal(t, p.Kind == prop.Limit || p.Kind == prop.TimeOrNone, matches == 1, p.Name)
	}
}

// Published files are what Source returns; -update writes them anew.
func TestPublishedFilesAreFresh(t *testing.T) {
	want := map[string]string{}
	for _, e := range edition.Editions {
		for _, name := range schemas.Names(e) {
			for _, form := range schemas.Forms {
				text, err := schemas.Source(e, name, form)
				require.NoError(t, err)
				id := decoded(t, text).(map[string]any)["$id"].(string)
				want[strings.Replace(id, "https://sysadm-go.github.io/schemas", "published", 1)] = string(text)
			}
		}
	}
	for _, e := range edition.Editions {
		for file, generate := range map[string]func(edition.Edition) ([]byte, error){
			"openapi.json": schemas.OpenAPI, "asyncapi.json": schemas.AsyncAPI,
		} {
			text, err := generate(e)
			require.NoError(t, err)
			want[path.Join("published", e.Name, file)] = string(text)
		}
	}
	if *update {
		publish(t, want)
	}
	have := map[string]string{}
	err := fs.WalkDir(os.DirFS("."), "published", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(file)
		have[file] = string(text)
		return err
	})
	require.NoError(t, err)
	require.Equal(t, len(want), len(have), "run go test ./schemas -run Published -update")
	for file, text := range want {
		require.Equal(t, text, have[file], "%s is stale: run go test ./schemas -run Published -update", file)
	}
}

func publish(t *testing.T, files map[string]string) {
	t.Helper()
	require.NoError(t, os.RemoveAll("published"))
	for file, text := range files {
		require.True(t, json.Valid([]byte(text)))
		require.NoError(t, os.MkdirAll(path.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
}
