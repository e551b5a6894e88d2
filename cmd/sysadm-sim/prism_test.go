package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/testdata"
)

// A public proxy that validates by the OpenAPI document finds no violation in
// any documented exchange with the simulated host, but finds one in a false
// reply.
func TestPrismFindsNoViolation(t *testing.T) {
	for _, e := range edition.Editions {
		t.Run(e.Name, func(t *testing.T) {
			var upstream switched
			proxy := prism(t, e.Name, &upstream)
			for _, x := range restExchanges(t, e.Name) {
				t.Run(x.name, func(t *testing.T) {
					host := serveForTest(t, "--documented", x.name)
					upstream.to(host)
					answer := through(t, proxy, host, x.exchange)
					require.Equal(t, http.StatusOK, answer.status, answer.body)
					require.Empty(t, answer.violations)
					require.JSONEq(t, string(x.Response.Body), answer.body)
				})
			}
			t.Run("lie", func(t *testing.T) {
				host := serveForTest(t)
				upstream.answer(`{"args": {"listjails": {"no-uuid": {"state": "running"}}}}`)
				lie := exchange{}
				lie.Request.Verb, lie.Request.Path, lie.Request.Body = "PUT", "/sysadm/iocage", []byte(`{"action": "listjails"}`)
				require.NotEmpty(t, through(t, proxy, host, lie).violations)
			})
		})
	}
}

// undocumented are requests of the editions whose exchanges are not part of the
// project.
var undocumented = map[string][]string{
	"2016-02-22": {
		`{"action": "listjails"}`, `{"action": "getdefaultsettings"}`, `{"action": "getjailsettings", "jail": "test"}`,
		`{"action": "getjailsettings", "jail": "test", "prop": "tag"}`, `{"action": "df"}`,
		`{"action": "createjail", "props": "tag=young"}`, `{"action": "startjail", "jail": "young"}`,
		`{"action": "capjail", "jail": "young"}`, `{"action": "execjail", "jail": "young", "user": "root", "command": "echo hi"}`,
		`{"action": "stopjail", "jail": "young"}`, `{"action": "clonejail", "jail": "young", "props": "tag=younger"}`,
		`{"action": "destroyjail", "jail": "younger"}`, `{"action": "activatepool"}`, `{"action": "cleanjails"}`,
		`{"action": "cleantemplates"}`, `{"action": "cleanreleases"}`, `{"action": "cleanall"}`, `{"action": "startjail", "jail": "nobody"}`,
	},
	"2017-06-05": {
		`{"action": "activatestatus"}`, `{"action": "listjails"}`, `{"action": "listtemplates"}`, `{"action": "listreleases"}`,
		`{"action": "listplugins"}`, `{"action": "fetchreleases", "releases": ["10.3-RELEASE", "9.3-RELEASE (EOL)"]}`,
		`{"action": "fetchreleases", "releases": "11.0-RELEASE"}`, `{"action": "fetchreleases", "releases": "-f"}`,
		`{"action": "createplugin", "plugin": "jenkins", "net_device": "re0", "ip4": "10.20.0.130"}`,
		`{"action": "createplugin", "plugin": "gitlab", "net_device": "re0", "ip6": "fd00::130"}`,
		`{"action": "cleantemplates"}`, `{"action": "cleanreleases"}`, `{"action": "activatepool"}`,
		`{"action": "deactivatepool", "pool": "tank"}`, `{"action": "activatepool", "pool": "tank"}`, `{"action": "activatepool", "pool": "nosuch"}`,
	},
}

// Nor does it find one in what an edition documents without an exchange.
func TestPrismFindsNoViolationInYoungActions(t *testing.T) {
	for name, bodies := range undocumented {
		t.Run(name, func(t *testing.T) {
			var upstream switched
			proxy := prism(t, name, &upstream)
			host := serveForTest(t, "--edition", name)
			upstream.to(host)
			for _, body := range bodies {
				x := exchange{}
				x.Request.Verb, x.Request.Path, x.Request.Body = "PUT", "/sysadm/iocage", []byte(body)
				answer := through(t, proxy, host, x)
				require.Equal(t, http.StatusOK, answer.status, "%s: %s", body, answer.body)
				require.Empty(t, answer.violations, body)
			}
		})
	}
}

type namedExchange struct {
	exchange
	name string
}

// restExchanges are the documented ones of an edition over REST.
func restExchanges(t *testing.T, name string) []namedExchange {
	files, err := fs.Glob(testdata.Contract, "contract/"+name+"/*.rest.json")
	require.NoError(t, err)
	var list []namedExchange
	for _, file := range files {
		text, err := fs.ReadFile(testdata.Contract, file)
		require.NoError(t, err)
		x := namedExchange{name: strings.TrimSuffix(strings.TrimPrefix(file, "contract/"), ".json")}
		require.NoError(t, json.Unmarshal(text, &x.exchange))
		list = append(list, x)
	}
	return list
}

// switched forwards to one server after the other, because prism starts slowly.
type switched struct{ handler atomic.Pointer[http.Handler] }

func (s *switched) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	(*s.handler.Load()).ServeHTTP(w, r)
}

func (s *switched) to(h servedHost) {
	target, _ := url.Parse(h.REST)
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.Transport = &http.Transport{TLSClientConfig: h.tls, DisableKeepAlives: true}
	var handler http.Handler = proxy
	s.handler.Store(&handler)
}

func (s *switched) answer(body string) {
	var handler http.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, body)
	})
	s.handler.Store(&handler)
}

// prism starts the proxy in front of a handler and returns its address. The
// test is skipped if npm has not installed prism.
func prism(t *testing.T, edition string, upstream http.Handler) string {
	t.Helper()
	folder := os.Getenv("SYSADM_NPM")
	if folder == "" {
		t.Skip("SYSADM_NPM names no folder with prism in node_modules: make contract installs it and runs this")
	}
	server := httptest.NewServer(upstream)
	t.Cleanup(server.Close)
	port := freePort(t)
	program, err := filepath.Abs(filepath.Join(folder, "node_modules", ".bin", "prism"))
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, program, "proxy", "--errors", "--port", port,
		filepath.Join("..", "..", "schemas", "published", edition, "openapi.json"), server.URL)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	listens := make(chan bool, 1)
	var reading sync.WaitGroup
	reading.Go(func() {
		lines := bufio.NewScanner(out)
		listens <- readUntil(lines, "Prism is listening")
		readUntil(lines, "\x00") // until the process ends
	})
	t.Cleanup(func() { cancel(); reading.Wait(); _ = cmd.Wait() })
	require.True(t, <-listens, "prism ended before it listened")
	return "http://127.0.0.1:" + port
}

// readUntil reports whether a line contains a text.
func readUntil(lines *bufio.Scanner, text string) bool {
	for lines.Scan() {
		if strings.Contains(lines.Text(), text) {
			return true
		}
	}
	return false
}

// freePort returns an unused port. Prism cannot choose one itself.
func freePort(t *testing.T) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	require.NoError(t, err)
	return port
}

// An answered request, as received through the proxy.
type answered struct {
	status     int
	violations []string
	body       string
}

// through sends a documented request through the proxy.
func through(t *testing.T, proxy string, h servedHost, x exchange) answered {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), x.Request.Verb, proxy+x.Request.Path, strings.NewReader(string(x.Request.Body)))
	require.NoError(t, err)
	request.SetBasicAuth(h.User, h.Password)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return answered{response.StatusCode, response.Header["Sl-Violations"], string(body)}
}
