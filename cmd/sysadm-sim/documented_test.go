package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/testdata"
)

// exchange is the part of a file in testdata/contract that the test needs.
type exchange struct {
	Transport string
	Request   struct {
		Verb, Path    string
		Body, Message json.RawMessage
	}
	Response struct{ Body, Message json.RawMessage }
}

// Every documented exchange, sent to the host in its state, is answered as
// documented.
func TestDocumentedExchanges(t *testing.T) {
	files, err := fs.Glob(testdata.Contract, "contract/*/*.json")
	require.NoError(t, err)
	require.Len(t, files, 22)
	for _, file := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(file, "contract/"), ".json")
		t.Run(name, func(t *testing.T) {
			require.Contains(t, documented, path.Base(name), "no host is named for this exchange")
			data, err := fs.ReadFile(testdata.Contract, file)
			require.NoError(t, err)
			var e exchange
			require.NoError(t, json.Unmarshal(data, &e))

			host := serveForTest(t, "--documented", name)
			if e.Transport == "rest" {
				require.JSONEq(t, string(e.Response.Body), host.rest(t, e.Request.Verb, e.Request.Path, e.Request.Body))
			} else {
				require.JSONEq(t, string(e.Response.Message), host.webSocket(t, e.Request.Message))
			}
		})
	}
}

func TestUnknownExchange(t *testing.T) {
	for _, name := range []string{"", "2016-02-05", "2016-02-05/nosuch", "2016-02-01/sysadm-iocage.startjail.rest"} {
		_, _, err := documentedHost(name)
		require.ErrorContains(t, err, "give EDITION/FILE", name)
	}
}

// servedHost is a simulated host that runs in this process.
type servedHost struct {
	ready
	tls *tls.Config
}

// serveForTest serves until the test ends, and waits for the server.
func serveForTest(t *testing.T, args ...string) servedHost {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	out, in := io.Pipe()
	env := Env{Stdin: strings.NewReader(""), Stdout: in, Stderr: os.Stderr, Getenv: func(string) string { return "" }}
	cmd := serveCommand(env)
	cmd.SetArgs(append([]string{"--ws-addr", "127.0.0.1:0", "--rest-addr", "127.0.0.1:0"}, args...))
	done := make(chan error, 1)
	go func() {
		err := cmd.ExecuteContext(ctx)
		in.CloseWithError(err)
		done <- err
	}()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-done)
	})

	line, err := bufio.NewReader(out).ReadBytes('\n')
	require.NoError(t, err)
	var h servedHost
	require.NoError(t, json.Unmarshal(line, &h.ready))
	h.tls = trusting(t, h.CAFile)
	return h
}

func trusting(t *testing.T, file string) *tls.Config {
	t.Helper()
	pem, err := os.ReadFile(file)
	require.NoError(t, err)
	pool := x509.NewCertPool()
	require.True(t, pool.AppendCertsFromPEM(pem))
	return &tls.Config{RootCAs: pool}
}

func (h servedHost) rest(t *testing.T, verb, path string, body []byte) string {
	t.Helper()
	request, err := http.NewRequest(verb, h.REST+path, strings.NewReader(string(body)))
	require.NoError(t, err)
	request.SetBasicAuth(h.User, h.Password)
	transport := &http.Transport{TLSClientConfig: h.tls}
	defer transport.CloseIdleConnections()
	response, err := transport.RoundTrip(request)
	require.NoError(t, err)
	defer response.Body.Close()
	require.Equal(t, http.StatusOK, response.StatusCode)
	answer, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return string(answer)
}

func (h servedHost) webSocket(t *testing.T, message []byte) string {
	t.Helper()
	dialer := websocket.Dialer{TLSClientConfig: h.tls}
	conn, _, err := dialer.Dial(h.WS, nil)
	require.NoError(t, err)
	defer conn.Close()
	login := map[string]any{
		"namespace": "rpc", "name": "auth", "id": "login",
		"args": map[string]string{"username": h.User, "password": h.Password},
	}
	require.NoError(t, conn.WriteJSON(login))
	_, answer, err := conn.ReadMessage()
	require.NoError(t, err)
	require.Contains(t, string(answer), `"name":"response"`)

	require.NoError(t, conn.WriteMessage(websocket.TextMessage, message))
	_, answer, err = conn.ReadMessage()
	require.NoError(t, err)
	return string(answer)
}
