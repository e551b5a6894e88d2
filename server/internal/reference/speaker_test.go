package reference_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/netip"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server/internal/auth"
	"github.com/sysadm-go/sysadm/server/internal/reference"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// speaker has the classes sysadm/echo, whose one action returns its arguments,
// and rpc/hello, which needs no login. The password of joe is "pass".
func speaker() reference.Speaker {
	echo := func(_ context.Context, r *rpc.Request) (any, error) { return r.Args, nil }
	return reference.Speaker{Router: &rpc.Router{
		Classes: []rpc.Class{
			{Namespace: "rpc", Name: "hello", Access: rpc.Anybody, InOrder: true, Run: func(context.Context, *rpc.Request) (any, error) {
				return map[string]any{"empty": struct{}{}, "none": []string{}, "some": []string{"a", "b"}}, nil
			}},
			{Namespace: "rpc", Name: "quiet", Access: rpc.Anybody, Run: func(context.Context, *rpc.Request) (any, error) { return rpc.NoReply, nil }},
			{Namespace: "sysadm", Name: "echo", Actions: []rpc.Action{{Name: "echo", Run: echo}}},
		},
		Compat: edition.Reference,
		Logins: auth.New(auth.Fixed{{Identity: auth.Identity{User: "joe"}, Password: "pass"}}, auth.Options{}),
		Logger: slog.New(slog.DiscardHandler),
	}}
}

// answer returns the reply to a text that joe sends.
func answer(s reference.Speaker, text string) string {
	joe := &rpc.Caller{Address: netip.MustParseAddr("192.0.2.1"), Identity: auth.Identity{User: "joe"}}
	return answerTo(s, joe, text)
}

var aDate = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\r`)

func answerTo(s reference.Speaker, caller *rpc.Caller, text string) string {
	reply, _ := s.Open(context.Background(), caller, []byte(text))
	return aDate.ReplaceAllString(string(reply(context.Background())), "NOW\r")
}

func TestJSON(t *testing.T) {
	const bad = `{"args":{"code":"400","message":"Bad Request"},"id":"","name":"error","namespace":"error"}`
	echoed := func(args, id string) string {
		return `{"args":` + args + `,"id":` + id + `,"name":"response","namespace":"sysadm"}`
	}
	tests := []struct{ name, text, want string }{
		{"a message", `{"namespace":"sysadm","name":"echo","id":"1","args":{"action":"echo"}}`, echoed(`{"action":"echo"}`, `"1"`)},
		{"no id: the name comes back", `{"namespace":"sysadm","name":"Echo","args":{"action":"echo"}}`, `{"args":{"action":"echo"},"id":"","name":"Echo","namespace":"sysadm"}`},
		{"an id that is no string", `{"namespace":"rpc","name":"quiet2","id":7}`, `{"args":{"code":"404","message":"Not Found"},"id":"","name":"error","namespace":"error"}`},
		{"needless escapes in an id", `{"namespace":"sysadm","name":"echo","id":"\u00e9\/\u20ac\n","args":{"action":"echo"}}`, echoed(`{"action":"echo"}`, `"é/€\n"`)},
		{"blanks in strings", "{\"namespace\":\"sysadm\",\"name\":\"echo\",\"id\":\"a \t\n b\",\"args\":{\"action\":\"echo\",\"x\":\"  y  \"}}", echoed(`{"action":"echo","x":" y "}`, `"a b"`)},
		{"blanks around", " \r\n{\"namespace\":\"sysadm\",\"name\":\"echo\",\"id\":\"1\",\"args\":{\"action\":\"echo\"}} \n", echoed(`{"action":"echo"}`, `"1"`)},
		{"unknown escapes", `{"namespace":"sysadm","name":"echo","id":"\x1","args":{"action":"\echo"}}`, echoed(`{"action":"echo"}`, `"x1"`)},
		{"control characters", "{\"namespace\":\"sysadm\",\"name\":\"echo\",\"id\":\"\x01\",\"args\":{\"action\":\"echo\"}}", echoed(`{"action":"echo"}`, `"\u0001"`)},
		{"no UTF-8", "{\"namespace\":\"sysadm\",\"name\":\"echo\",\"id\":\"\xe9\",\"args\":{\"action\":\"echo\"}}", echoed(`{"action":"echo"}`, `"`+"\ufffd"+`"`)},
		{"line separators", `{"namespace":"sysadm","name":"echo","id":"\u2028","args":{"action":"echo"}}`, echoed(`{"action":"echo"}`, `"`+"\u2028"+`"`)},
		{"an end by a byte 0", "{\"namespace\":\"sysadm\"\x00,\"name\":\"echo\"}", bad},
		{"text behind", `{"namespace":"sysadm","name":"echo","id":"1"} x`, bad},
		{"half", `{"namespace":"sysadm","name":"ec`, bad},
		{"nothing", ``, bad},
		{"no name", `{"namespace":"sysadm","id":"1"}`, strings.Replace(bad, `"id":""`, `"id":"1"`, 1)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { require.Equal(t, tt.want, answer(speaker(), tt.text)) })
	}
}

// head returns the first lines of a reply over REST.
func head(status string) string { return status + "\r\nServer: SysAdm/1.0\r\nDate: NOW\r\n" }

func ok(body string) string {
	return head("HTTP/1.1 200 OK") + fmt.Sprintf("Content-Type: text/json; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

const empty = "Content-Length: 24\r\n\r\n{\n    \"args\": {\n    }\n}\n"

func TestREST(t *testing.T) {
	const echoed = "{\n    \"args\": {\n        \"action\": \"echo\"\n    }\n}\n"
	tests := []struct{ name, text, want string }{
		{"as the documents show it", "PUT /sysadm/echo\n{ \"action\" : \"echo\" }", ok(echoed)},
		{"a body for its own sake", "PUT /sysadm/echo HTTP/1.1\r\n\r\n{\"action\":\"echo\"}", ok(echoed)},
		{"the members of a message", "GET /sysadm/echo HTTP/1.1\r\n\r\n{\"id\":\"1\",\"name\":\"x\",\"args\":{\"action\":\"echo\"}}", ok(echoed)},
		{"a name in the message", "POST  HTTP/1.1\r\n\r\n{\"namespace\":\"sysadm\",\"name\":\"echo\",\"args\":{\"action\":\"echo\"}}", ok(echoed)},
		{"text before the body", "PUT /sysadm/echo HTTP/1.1\r\n\r\n\ufeffxx{\"action\":\"echo\"} \n", ok(echoed)},
		{"any path between", "PUT /SYSADM/x/y/Echo HTTP/1.1\r\n\r\n{\"action\":\"echo\"}", ok(echoed)},
		{"empty things", "GET /rpc/hello HTTP/1.1\r\n\r\n", ok(
			"{\n    \"args\": {\n        \"empty\": {\n        },\n        \"none\": [\n        ],\n        \"some\": [\n            \"a\",\n            \"b\"\n        ]\n    }\n}\n")},
		{"no answer", "PUT /rpc/quiet HTTP/1.1\r\n\r\n{}", head("HTTP/1.1 204 No Content") + "\r\n"},
		{"a version", "PUT /nothing/here HTTP/3.0 x\r\n\r\n{}", head("HTTP/3.0 404 Not Found") + empty},
		{"any version", "PUT /nothing/here FOO/9\r\n\r\n{}", head("FOO/9 404 Not Found") + empty},
		{"a version that would be another line", "PUT /nothing/here A\rX:\r\n\r\n{}", head("HTTP/1.1 404 Not Found") + empty},
		{"a carriage return in the path", "PUT /sysadm/echo\r\n{\"action\":\"echo\"}", head("HTTP/1.1 404 Not Found") + empty},
		{"a query", "GET /sysadm/echo?action=echo HTTP/1.1\r\n\r\n", head("HTTP/1.1 404 Not Found") + empty},
		{"no JSON", "PUT /sysadm/echo HTTP/1.1\r\n\r\nhello", head("HTTP/1.1 400 Bad Request") + empty},
		{"a brace in a header", "PUT /sysadm/echo HTTP/1.1\r\nX: {y}\r\n\r\n{\"action\":\"echo\"}", head("HTTP/1.1 400 Bad Request") + empty},
		{"no namespace", "PUT //sysadm/echo HTTP/1.1\r\n\r\n{\"action\":\"echo\"}", head("HTTP/1.1 400 Bad Request") + "\r\n"},
		{"no name", "PUT /sysadm/echo/ HTTP/1.1\r\n\r\n{\"action\":\"echo\"}", head("HTTP/1.1 400 Bad Request") + "\r\n"},
		{"neither", "PUT  HTTP/1.1\r\n\r\n{\"action\":\"echo\"}", head("HTTP/1.1 400 Bad Request") + "\r\n"},
		{"another verb", "DELETE /sysadm/echo HTTP/1.1\r\n\r\n", head("HTTP/1.1 400 Bad Request") + "\r\n"},
		{"a verb in lower case", "put /sysadm/echo HTTP/1.1\r\n\r\n", head("HTTP/1.1 400 Bad Request") + "\r\n"},
		{"no request", "hello", head("HTTP/1.1 400 Bad Request") + "\r\n"},
		{"an array", `[{"namespace":"rpc"}]`, head("HTTP/1.1 400 Bad Request") + "\r\n"},
		{"OPTIONS", "OPTIONS / HTTP/1.1\r\n\r\n", head("HTTP/1.1 200 OK") +
			"Allow: HEAD, GET\r\nHosts: /syscache\r\nAccept: text/json\r\nContent-Type: text/json; charset=utf-8\r\n\r\n"},
		{"HEAD", "HEAD /x HTTP/1.1\r\n\r\n", head("HTTP/1.1 200 OK") + "Accept: text/json\r\nContent-Type: text/json; charset=utf-8\r\n\r\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { require.Equal(t, tt.want, answer(speaker(), tt.text)) })
	}
}

func TestBasic(t *testing.T) {
	joe := base64.StdEncoding.EncodeToString([]byte("joe:pass"))
	wrong := base64.StdEncoding.EncodeToString([]byte("joe:wrong"))
	for header, status := range map[string]string{
		"Authorization: Basic " + joe:       "200 OK",
		"Authorization: bASIC " + joe:       "200 OK",
		"Proxy-Authorization: Basic " + joe: "200 OK",
		"Authorization: Basic " + wrong:     "401 Unauthorized",
		"Authorization: Basic !":            "401 Unauthorized",
		"authorization: Basic " + joe:       "401 Unauthorized",
		"Authorization:Basic " + joe:        "401 Unauthorized",
		"Authorization: Bearer " + joe:      "401 Unauthorized",
		"X: y":                              "401 Unauthorized",
	} {
		reply := answerTo(speaker(), &rpc.Caller{}, "PUT /sysadm/echo HTTP/1.1\r\n"+header+"\r\n\r\n{\"action\":\"echo\"}")
		require.Contains(t, reply, "HTTP/1.1 "+status+"\r\n", header)
		require.Equal(t, status[0] == '4', strings.HasSuffix(reply, "\r\n\r\n"), "401 has no body: %s", header)
	}
}

// On a logged-in connection, a text of HTTP that names another user is that
// user's; no other text is.
func TestBasicIsForOneText(t *testing.T) {
	s, caller := speaker(), &rpc.Caller{}
	joe := base64.StdEncoding.EncodeToString([]byte("joe:pass"))
	require.Contains(t, answerTo(s, caller, "PUT /sysadm/echo\nAuthorization: Basic "+joe+"\n{\"action\":\"echo\"}"), "200 OK")
	require.Contains(t, answerTo(s, caller, `{"namespace":"sysadm","name":"echo","args":{"action":"echo"}}`), `"401"`)
}

func TestOrder(t *testing.T) {
	_, inOrder := speaker().Open(context.Background(), &rpc.Caller{}, []byte(`{"namespace":"rpc","name":"hello"}`))
	require.True(t, inOrder)
}

// For any text, the reply is empty, one JSON object, or the lines of a reply
// and one JSON object.
func FuzzOpen(f *testing.F) {
	for _, text := range []string{
		`{"namespace":"sysadm","name":"echo","id":"\ud83d\x","args":{"action":"echo","x":[{},[],"\\\""]}}`,
		"PUT /sysadm/echo HTTP/1.1\r\nAuthorization: Basic am9lOnBhc3M=\r\n\r\n{\"action\":\"echo\"}",
		"OPTIONS / HTTP/1.1\r\n\r\n", "PUT /sysadm/echo\n{ \"action\" : \"echo\" }", " ", "\x00", "{\"\\", "GET /a/b \r\n{\xff}",
	} {
		f.Add(text)
	}
	s := speaker()
	f.Fuzz(func(t *testing.T, text string) {
		reply := answer(s, text)
		if _, body, found := strings.Cut(reply, "\r\n\r\n"); found && !strings.HasPrefix(reply, "{") {
			require.Regexp(t, `^\S+ \d{3} [A-Z][A-Za-z -]+\r\nServer: SysAdm/1.0\r\nDate: NOW\r\n`, reply)
			reply = body
		}
		if reply != "" {
			require.True(t, json.Valid([]byte(reply)), reply)
			require.Equal(t, byte('{'), reply[0])
		}
	})
}
