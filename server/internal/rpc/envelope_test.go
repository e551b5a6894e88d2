package rpc_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

func TestParseMessage(t *testing.T) {
	raw := func(s string) json.RawMessage { return json.RawMessage(s) }
	bare := `{"namespace":"sysadm","name":"iocage","action":"listjails"}`
	tests := map[string]wire.Message{
		` {"id":"x","args":{"a":1},"name":"iocage","namespace":"sysadm","more":[]} `: {Args: raw(`{"a":1}`), ID: raw(`"x"`), Name: "iocage", Namespace: "sysadm"},
		`{"namespace":"a","namespace":"rpc","name":"query","args":null}`:             {Args: raw(`null`), Name: "query", Namespace: "rpc"},
		`{"namespace":"rpc","name":"query","id":{"n":[1]},"args":[]}`:                {Args: raw(`[]`), ID: raw(`{"n":[1]}`), Name: "query", Namespace: "rpc"},
		bare: {Args: raw(bare), Name: "iocage", Namespace: "sysadm"},
	}
	for text, want := range tests {
		got, err := rpc.Bounds{}.ParseMessage([]byte(text))
		require.Nil(t, err, text)
		require.Equal(t, want, got)
	}
}

func TestParseMessageThatIsNone(t *testing.T) {
	tests := map[string]string{
		``:                                       "Bad Request: the message is not JSON: unexpected end of JSON input",
		`hello`:                                  "Bad Request: the message is not JSON: invalid character 'h' looking for beginning of value",
		`null`:                                   "Bad Request: the message must be a JSON object, not a JSON null",
		`[]`:                                     "Bad Request: the message must be a JSON object, not a JSON array",
		`{} {}`:                                  "Bad Request: the message is not JSON: invalid character '{' after top-level value",
		`{"name":"x"}`:                           "Bad Request: a message needs a namespace and a name, both strings",
		`{"Namespace":"rpc","Name":"query"}`:     "Bad Request: a message needs a namespace and a name, both strings",
		`{"namespace":"rpc","name":7}`:           "Bad Request: a message needs a namespace and a name, both strings",
		`{"namespace":"","name":"query"}`:        "Bad Request: a message needs a namespace and a name, both strings",
		strings.Repeat("[", 1025):                "Bad Request: the message is nested more than 1024 deep",
		`{"a":` + strings.Repeat("[", 1_000_000): "Bad Request: the message is nested more than 1024 deep",
	}
	for text, want := range tests {
		_, err := rpc.Bounds{}.ParseMessage([]byte(text))
		require.EqualError(t, err, want)
		require.Equal(t, 400, err.Code)
	}
	m, err := rpc.Bounds{}.ParseMessage([]byte(`{"id":"x","namespace":"sysadm","name":7}`))
	require.Error(t, err)
	require.Equal(t, `"x"`, string(m.ID), "what could be read is kept for the reply")
	require.Equal(t, "sysadm", m.Namespace)
}

func TestNestingInsideStringsDoesNotCount(t *testing.T) {
	text := `{"namespace":"rpc","name":"query","args":"` + strings.Repeat(`[\"`, 2000) + `"}`
	_, err := rpc.Bounds{}.ParseMessage([]byte(text))
	require.Nil(t, err)
}

func TestParseBody(t *testing.T) {
	tests := map[string]string{
		``:                                      ``,
		" \n":                                   ``,
		`{"action":"listjails"}`:                `{"action":"listjails"}`,
		`{"args":{"action":"x"},"name":"evil"}`: `{"action":"x"}`,
	}
	for body, args := range tests {
		m, err := rpc.Bounds{}.ParseBody([]byte(body), "sysadm", "iocage")
		require.Nil(t, err)
		require.Equal(t, args, string(m.Args))
		require.Equal(t, "sysadm/iocage", m.Namespace+"/"+m.Name, "the path names the class")
	}
	_, err := rpc.Bounds{}.ParseBody([]byte(`{"action":`), "sysadm", "iocage")
	require.Equal(t, 400, err.Code)
}

func FuzzParseMessage(f *testing.F) {
	f.Add([]byte(`{"id":"x","args":{"a":1},"name":"iocage","namespace":"sysadm"}`))
	f.Add([]byte(`{"id":"\ud800","name":"a","namespace":"\\\""}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := rpc.Bounds{}.ParseMessage(text)
		if err == nil && (m.Name == "" || m.Namespace == "" || !json.Valid(m.Args)) {
			t.Fatalf("%q became %+v", text, m)
		}
		if len(m.ID) > 0 && !json.Valid(m.ID) {
			t.Fatalf("%q has the id %q", text, m.ID)
		}
	})
}
