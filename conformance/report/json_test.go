package report_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/report"
)

func schema(t *testing.T) *jsonschema.Schema {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat = true
	require.NoError(t, compiler.AddResource("result.schema.json", bytes.NewReader(report.Schema)))
	compiled, err := compiler.Compile("result.schema.json")
	require.NoError(t, err)
	return compiled
}

func decoded(t require.TestingT, text []byte) map[string]any {
	var document map[string]any
	require.NoError(t, json.Unmarshal(text, &document))
	return document
}

func TestJSON(t *testing.T) {
	text, err := report.JSON(everyKind())
	require.NoError(t, err)
	document := decoded(t, text)
	require.Equal(t, "fails", document["verdict"])
	require.Equal(t, map[string]any{"pass": 3.0, "fail": 3.0, "skip": 3.0, "disabled": 3.0, "error": 3.0}, document["summary"])
	require.Equal(t, map[string]any{"kind": "address", "ws": "wss://host:1", "rest": "https://host:2"}, document["target"])
	require.Len(t, document["checks"], 15)
}

func TestJSONObeysItsSchema(t *testing.T) {
	compiled := schema(t)
	rapid.Check(t, func(t *rapid.T) {
		text, err := report.JSON(results().Draw(t, "result"))
		require.NoError(t, err)
		require.NoError(t, compiled.Validate(decoded(t, text)), string(text))
	})
}

// What the schema does not describe, it could not refuse.
func TestSchemaDescribesEveryMember(t *testing.T) {
	var described map[string]any
	require.NoError(t, json.Unmarshal(report.Schema, &described))
	r := everyKind()
	r.RunID, r.Unable, r.EndError = "7", errors.New("no"), errors.New("no")
	r.Owed, r.Changes = []conformance.Loan{{Kind: conformance.NewKey}}, []conformance.Change{{Text: "x"}}
	text, err := report.JSON(r)
	require.NoError(t, err)
	members := func(of any) map[string]any { return of.(map[string]any)["properties"].(map[string]any) }
	document := decoded(t, text)
	for name := range document {
		require.Contains(t, members(described), name)
	}
	check := described["$defs"].(map[string]any)["check"]
	for _, c := range document["checks"].([]any) {
		for name := range c.(map[string]any) {
			require.Contains(t, members(check), name)
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	compiled := schema(t)
	text, err := report.JSON(everyKind())
	require.NoError(t, err)
	require.NoError(t, compiled.Validate(decoded(t, text)))
	for name := range decoded(t, text) {
		wrong := decoded(t, text)
		delete(wrong, name)
		require.Error(t, compiled.Validate(wrong), "without %s", name)
	}
	check := func(d map[string]any, i int) map[string]any { return d["checks"].([]any)[i].(map[string]any) }
	for name, change := range map[string]func(d map[string]any){
		"a verdict of its own":      func(d map[string]any) { d["verdict"] = "green" },
		"a date that is none":       func(d map[string]any) { d["start"] = "yesterday" },
		"time that runs backwards":  func(d map[string]any) { d["duration_ms"] = -1 },
		"a target without a kind":   func(d map[string]any) { delete(d["target"].(map[string]any), "kind") },
		"a status of its own":       func(d map[string]any) { check(d, 0)["status"] = "ok" },
		"a level of its own":        func(d map[string]any) { check(d, 0)["level"] = "must" },
		"a check without an id":     func(d map[string]any) { delete(check(d, 0), "id") },
		"a failure without a why":   func(d map[string]any) { check(d, 1)["message"] = "" },
		"a skip without a reason":   func(d map[string]any) { check(d, 2)["message"] = "" },
		"a pass with a difference":  func(d map[string]any) { check(d, 0)["pointer"] = "/args" },
		"a line as text":            func(d map[string]any) { check(d, 1)["line"] = "8" },
		"a message without a text":  func(d map[string]any) { delete(check(d, 1)["trace"].([]any)[0].(map[string]any), "text") },
		"a count below nothing":     func(d map[string]any) { d["summary"].(map[string]any)["pass"] = -1 },
		"a summary without errors":  func(d map[string]any) { delete(d["summary"].(map[string]any), "error") },
		"editions that stand twice": func(d map[string]any) { d["editions"] = []any{"a", "a"} },
	} {
		wrong := decoded(t, text)
		change(wrong)
		require.Error(t, compiled.Validate(wrong), name)
	}
}

func TestReadBringsBackWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		written := results().Draw(t, "result")
		text, err := report.JSON(written)
		require.NoError(t, err)
		read, err := report.Read(bytes.NewReader(text))
		require.NoError(t, err)
		require.Equal(t, written.Verdict(), read.Verdict())
		again, err := report.JSON(read)
		require.NoError(t, err)
		require.Equal(t, decoded(t, text), decoded(t, again))
	})
}

// A check of this suite has its script again.
func TestReadKnowsTheChecksOfTheSuite(t *testing.T) {
	checks, err := conformance.List(conformance.Options{})
	require.NoError(t, err)
	r := resultOf()
	r.Checks = []conformance.Outcome{{Check: checks[0], Status: conformance.Pass}}
	text, err := report.JSON(r)
	require.NoError(t, err)
	read, err := report.Read(bytes.NewReader(text))
	require.NoError(t, err)
	require.Equal(t, checks[0], read.Checks[0].Check)
}

func TestReadRefuses(t *testing.T) {
	good := `{"summary":{},"checks":[{"id":"a.b","edition":"2016-02-22","level":"MUST","status":"pass"}]}`
	_, err := report.Read(strings.NewReader(good))
	require.NoError(t, err)
	check := good[strings.Index(good, `{"id"`) : len(good)-2]
	for text, want := range map[string]string{
		"":                             "not a JSON report",
		"<testsuites/>":                "not a JSON report",
		"[]":                           "not a JSON report",
		"{}":                           "no checks",
		good[:len(good)-9]:             "not a JSON report",
		good + good:                    "more follows",
		`{"summary":{},"checks":"no"}`: "not a JSON report",
		strings.Replace(good, "pass", "green", 1):    `unknown status "green"`,
		strings.Replace(good, "MUST", "WILL", 1):     `unknown level "WILL"`,
		strings.Replace(good, "a.b", "", 1):          "no id",
		strings.Replace(good, "]", ","+check+"]", 1): "duplicate check",
	} {
		_, err := report.Read(strings.NewReader(text))
		require.ErrorContains(t, err, want, text)
	}
	_, err = report.ReadFile("nosuch.json")
	require.ErrorContains(t, err, "cannot read the report")
}

func FuzzRead(f *testing.F) {
	text, err := report.JSON(everyKind())
	require.NoError(f, err)
	f.Add(text)
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := report.Read(bytes.NewReader(text))
		if err != nil {
			return
		}
		for _, format := range report.Formats {
			_, err := format.Encode(r)
			require.NoError(t, err, format.Name)
		}
	})
}
