package fakeiocage_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

func compile(t *testing.T, schema []byte) *jsonschema.Schema {
	c := jsonschema.NewCompiler()
	c.Draft = jsonschema.Draft2020
	require.NoError(t, c.AddResource("mem:///schema.json", bytes.NewReader(schema)))
	s, err := c.Compile("mem:///schema.json")
	require.NoError(t, err)
	return s
}

func valid(t *testing.T, s *jsonschema.Schema, data []byte) error {
	var value any
	require.NoError(t, json.Unmarshal(data, &value))
	return s.Validate(value)
}

// Every description of a host in this project follows the schema, and so do
// those that the imitation writes.
func TestSeedsFollowTheSchema(t *testing.T) {
	schema := compile(t, fakeiocage.SeedSchema)
	seeds := 0
	require.NoError(t, filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		require.NoError(t, err)
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != ".." {
			return fs.SkipDir
		}
		if seed := seedIn(t, path); seed != nil {
			seeds++
			require.NoError(t, valid(t, schema, seed), path)
			_, err := fakeiocage.ParseSeed(seed)
			require.NoError(t, err, path)
		}
		return nil
	}))
	require.Greater(t, seeds, 7, "the seeds of this project were not found")

	h, err := fakeiocage.NewHost(fakeiocage.DefaultSeed())
	require.NoError(t, err)
	for _, args := range [][]string{{"create", "tag=a", "start=1"}, {"set", "istemplate=yes", "a"}, {"deactivate", "tank"}, {"activate", "zroot"}, {"list"}} {
		runOn(h, noon, args)
	}
	data, err := json.Marshal(describe(t, h))
	require.NoError(t, err)
	require.NoError(t, valid(t, schema, data))
}

// seedIn returns the description of a host in a JSON file of the project, which
// may be a transcript's member host; nil means none.
func seedIn(t *testing.T, path string) []byte {
	if !strings.HasSuffix(path, ".json") {
		return nil
	}
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	folder := filepath.ToSlash(path)
	switch {
	case strings.HasPrefix(folder, "../cmd/sysadm-sim/"):
		return data
	case strings.HasPrefix(folder, "../testdata/transcripts/"):
		var transcript struct{ Host json.RawMessage }
		require.NoError(t, json.Unmarshal(data, &transcript))
		return transcript.Host
	}
	return nil
}

// The schemas have exactly the members of the Go types.
func TestSchemasAgreeWithGo(t *testing.T) {
	agree(t, fakeiocage.SeedSchema, map[string]any{"": fakeiocage.Seed{}, "contents": fakeiocage.Contents{}, "jail": fakeiocage.Jail{}})
	agree(t, fakeiocage.FaultsSchema, map[string]any{"": fakeiocage.FaultSet{}, "fault": fakeiocage.Fault{}})
}

func agree(t *testing.T, schema []byte, types map[string]any) {
	var s struct {
		Properties map[string]any
		Defs       map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(schema, &s))
	for name, value := range types {
		properties := s.Properties
		if name != "" {
			properties = s.Defs[name].Properties
		}
		require.Equal(t, slices.Sorted(slices.Values(members(reflect.TypeOf(value)))), slices.Sorted(maps.Keys(properties)), "type %T", value)
	}
}

// members returns the JSON names of a struct's fields, including embedded ones.
func members(s reflect.Type) (names []string) {
	for f := range s.Fields() {
		if f.Anonymous {
			names = append(names, members(f.Type)...)
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}

// A host on which the rewrite of 2017 destroyed a dataset is described by names
// that the schema knows.
func TestSeedSchemaKnowsTheDatasets(t *testing.T) {
	h, err := fakeiocage.NewHost(fakeiocage.DefaultSeed())
	require.NoError(t, err)
	runAs(h, rewrite, noon, []string{"clean", "-ft"})
	seed := describe(t, h)
	require.Contains(t, seed.Datasets, "iocage/log")
	data, err := json.Marshal(seed)
	require.NoError(t, err)
	require.NoError(t, valid(t, compile(t, fakeiocage.SeedSchema), data))
}

// The schema of faults has exactly the existing effects.
func TestFaultsSchemaKnowsTheEffects(t *testing.T) {
	schema := compile(t, fakeiocage.FaultsSchema)
	require.NotEmpty(t, fakeiocage.FaultEffects())
	for effect := range fakeiocage.FaultEffects() {
		require.NoError(t, valid(t, schema, []byte(`{"faults":[{"name":"x","effect":"`+effect+`"}]}`)))
	}
	require.Error(t, valid(t, schema, []byte(`{"faults":[{"name":"x","effect":"explode"}]}`)))
}

// The files shown in the documentation are valid.
func TestDocumentedFilesAreGood(t *testing.T) {
	var blocks []string
	for _, name := range []string{"simulator.md", "python.md"} {
		page, err := os.ReadFile("../docs/" + name)
		require.NoError(t, err)
		blocks = append(blocks, strings.Split(string(page), "```yaml\n")[1:]...)
	}
	require.Len(t, blocks, 4)
	for _, block := range blocks {
		text, _, _ := strings.Cut(block, "```")
		if strings.Contains(text, "effect:") {
			_, err := fakeiocage.ParseFaults([]byte(text))
			require.NoError(t, err, text)
			continue
		}
		seed, err := fakeiocage.ParseSeed([]byte(text))
		require.NoError(t, err, text)
		_, err = fakeiocage.NewHost(seed)
		require.NoError(t, err, text)
		data, err := json.Marshal(seed)
		require.NoError(t, err)
		require.NoError(t, valid(t, compile(t, fakeiocage.SeedSchema), data), text)
	}
}
