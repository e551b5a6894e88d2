package server_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server"
)

// basic is the header of a login, which has the larger limits.
var basic = "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("admin:secret"))

// speak writes the parts one by one and returns everything received until the
// server closes the connection.
func (tg *target) speak(parts ...string) string {
	w, err := tg.rawDial(tg.ready.REST)
	require.NoError(tg.t, err)
	for _, part := range parts {
		if part == "" {
			require.NoError(tg.t, w.CloseWrite())
			continue
		}
		_, err := io.WriteString(w, part)
		require.NoError(tg.t, err)
	}
	text, err := io.ReadAll(w)
	require.NoError(tg.t, err)
	return string(text)
}

// A request is recognised however it is split into parts.
func TestReferenceFraming(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Compat: edition.Reference})
	const list = `{"action":"listjails"}`
	line, chunked := "PUT /sysadm/iocage HTTP/1.1\r\n"+basic+"\r\n", fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(list), list)
	for name, parts := range map[string][]string{
		"as the documents show it":  {"PUT /sysadm/iocage\n" + basic + "\n" + list},
		"in three pieces":           {"PUT /sysadm/iocage\n" + basic + "\n{", `"action":`, `"listjails"}`},
		"without a length":          {line + "\r\n" + list},
		"with a length":             {line + "Content-Length: 22\r\n\r\n", list},
		"with a length, in pieces":  {line, "Content-Length: 22\r\n\r\n{", list[1:]},
		"by an earlier HTTP":        {"PUT /sysadm/iocage HTTP/1.0\r\n" + basic + "\r\n\r\n" + list},
		"in chunks":                 {line + "Transfer-Encoding: chunked\r\n\r\n", chunked},
		"longer than a page":        {line + "Content-Length: 8022\r\n\r\n" + strings.Repeat(" ", 4000), strings.Repeat(" ", 4000) + list},
		"with another one behind":   {line + "Content-Length: 22\r\n\r\n" + list + line},
		"to the end of the client":  {line + "Content-Length: 99\r\n\r\n" + list, ""},
		"an own page's":             {line + "Host: here:12151\r\nOrigin: https://here\r\n\r\n" + list},
		"with what curl adds to it": {line + "User-Agent: curl/8\r\nAccept: */*\r\nContent-Type: application/json\r\nContent-Length: 22\r\n\r\n" + list},
	} {
		got := tg.speak(parts...)
		require.Regexp(t, `(?s)^HTTP/1.[01] 200 OK\r\nServer: SysAdm/1.0\r\n.*\r\nConnection: close\r\n\r\n{\n    "args": {\n        "listjails": {`, got, name)
	}
	require.Regexp(t, `^HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n`, tg.speak(line+"Expect: 100-continue\r\nContent-Length: 22\r\n\r\n", list))
	require.Equal(t, `{"args":{"code":"401","message":"Unauthorized"},"id":"1","name":"error","namespace":"error"}`,
		tg.speak(`{"namespace":"sysadm","name":"iocage","id":"1"}`), "JSON alone is answered alone")
	require.Contains(t, tg.speak(" ", ""), `"code":"400"`, "the end of the client is that of its message")
	require.Regexp(t, `^HTTP/1.1 403 Forbidden\r\n`, tg.speak(line+"Host: here\r\nOrigin: https://elsewhere\r\n\r\n"+list))
}

// A brace within a line begins the JSON, as in the original. It does not hide
// later lines from the check of the Origin, or change where the headers end.
func TestReferenceBraces(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Compat: edition.Reference})
	const list = `{"action":"listjails"}`
	put, page := "PUT /sysadm/iocage HTTP/1.1\r\nHost: here\r\n"+basic+"\r\n", "Origin: https://elsewhere\r\n\r\n"
	for name, tt := range map[string]struct{ text, status string }{
		"behind blanks":                {"PUT /sysadm/iocage\n" + basic + "\n \t" + list, "200 OK"},
		"in a cookie":                  {put + "Cookie: {}\r\n\r\n" + list, "400 Bad Request"},
		"in a cookie before the login": {"PUT /sysadm/iocage HTTP/1.1\r\nCookie: {}\r\n" + basic + "\r\n\r\n" + list, "401 Unauthorized"},
		"of a foreign page":            {put + "Referer: https://elsewhere/?{}\r\n" + page, "403 Forbidden"},
		"of its path":                  {"PUT /rpc/{}/identify HTTP/1.1\r\nHost: here\r\n" + page, "403 Forbidden"},
	} {
		require.Regexp(t, "^HTTP/1.1 "+tt.status, tg.speak(tt.text), name)
	}
}

// Many braces in a line take no longer than other characters. Each had the line
// searched from its end: a header of this length took minutes.
func TestReferenceBracesAreCheap(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Compat: edition.Reference, Limits: server.Limits{MaxHeader: 1 << 20}})
	began := time.Now()
	reply := tg.speak("PUT /rpc/identify HTTP/1.1\r\nX: " + strings.Repeat("{", 1<<20-100) + "\r\n\r\n")
	require.Regexp(t, `^HTTP/1.1 200 OK\r\n`, reply)
	require.Less(t, time.Since(began), 30*time.Second)
}

// A web page must not have passwords tried, or its visitor's address blocked.
func TestReferenceForeignPagesTryNoLogin(t *testing.T) {
	log := &lockedBuffer{}
	tg := start(t, server.Options{Runner: host, Compat: edition.Reference, Logger: slog.New(slog.NewTextHandler(log, nil))})
	wrong := "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("admin:wrong"))
	request := "PUT /sysadm/iocage HTTP/1.1\r\nHost: here\r\n" + wrong + "\r\n"
	require.Regexp(t, `^HTTP/1.1 403 Forbidden\r\n`, tg.speak(request+"Origin: https://elsewhere\r\n\r\n"))
	require.NotContains(t, log.String(), "login refused")
	require.Regexp(t, `^HTTP/1.1 401 Unauthorized\r\n`, tg.speak(request+"\r\n{}"))
	require.Contains(t, log.String(), "login refused")
}

func TestReferenceLimits(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Compat: edition.Reference, Limits: server.Limits{
		MaxHeader: 4096, MaxAnonymousMessage: 100, MaxMessage: 1000,
	}})
	request := func(login, pad int) string {
		body := `{"action":"listjails","pad":"` + strings.Repeat("x", pad) + `"}`
		lines := []string{"PUT /sysadm/iocage HTTP/1.1", basic, fmt.Sprint("Content-Length: ", len(body))}
		return strings.Join(append(lines[:1:1], lines[2-login:]...), "\r\n") + "\r\n\r\n" + body
	}
	for name, tt := range map[string]struct{ text, status string }{
		"long enough":                 {request(1, 900), "200 OK"},
		"too long":                    {request(1, 1000), "413 "},
		"too long without a length":   {strings.Replace(request(1, 1000), "Content-Length", "X", 1), "413 "},
		"long enough without a login": {request(0, 50), "401 "},
		"too long without a login":    {request(0, 100), "413 "},
		"lines too long":              {"PUT /sysadm/iocage HTTP/1.1\r\nX: " + strings.Repeat("x", 5000) + "\r\n\r\n", "431 "},
	} {
		require.Contains(t, tg.speak(tt.text), "HTTP/1.1 "+tt.status, name)
	}
}

func TestReferenceTimes(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Compat: edition.Reference, Limits: server.Limits{HeaderTimeout: strikes, MessageTimeout: strikes}})
	require.Empty(t, tg.speak(), "nobody is kept who says nothing")
	require.Regexp(t, `^HTTP/1.1 400 `, tg.speak("PUT /sysadm/iocage HTTP/1.1\r\n"+basic+"\r\nContent-Length: 22\r\n\r\n{"), "half of a request is no more than that")
}

// Over REST, a request that needs no reply gets one, because the client waits
// for it.
func TestReferenceVerbs(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Compat: edition.Reference})
	require.Regexp(t, `^HTTP/1.1 200 OK\r\nServer: SysAdm/1.0\r\nDate: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\r\nAllow: HEAD, GET\r\nHosts: /syscache\r\nAccept: text/json\r\nContent-Type: text/json; charset=utf-8\r\nConnection: close\r\n\r\n$`,
		tg.speak("OPTIONS / HTTP/1.1\r\nHost: x\r\n\r\n"))
	require.Contains(t, tg.speak("HEAD /sysadm/iocage HTTP/1.1\r\n\r\n"), "Accept: text/json\r\n")
	require.Regexp(t, `^HTTP/1.1 204 `, tg.speak("PUT /rpc/auth_clear HTTP/1.1\r\n"+basic+"\r\n\r\n{}"))
}
