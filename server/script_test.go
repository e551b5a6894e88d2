package server_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/server"
	"github.com/sysadm-go/sysadm/server/internal/auth"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata/scripts")

// Scripts run the real program. A server is started in the background with its
// stdout in the file ready; the scripts have these commands of their own:
//
//	await                         wait for the ready line
//	signal TERM|INT|HUP|KILL      send it to the server
//	eventually FILE PATTERN       wait until a line of the file matches
//	rest VERB PATH LOGIN [BODY]   send a request; status and body on stdout
func TestScripts(t *testing.T) {
	host, err := filepath.Abs("testdata/iocage/host")
	if err != nil {
		t.Fatal(err)
	}
	repo, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/scripts",
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("CANNED_HOST", host)
			env.Setenv("REPO", repo)
			env.Setenv("DIST", filepath.Join(repo, "dist"))
			env.Setenv("LONGUSER", `{"username":"`+strings.Repeat("x", 60_000)+`","password":"x"}`)
			env.Setenv("GORACE", "atexit_sleep_ms=10")
			env.Setenv("SYSADM_WS_ADDR", "127.0.0.1:0")
			env.Setenv("SYSADM_REST_ADDR", "127.0.0.1:0")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"await":  cmdAwait,
			"signal": cmdSignal,
			"rest":   cmdREST,

			"eventually": cmdEventually,
		},
		Condition: func(cond string) (bool, error) {
			if cond != "pam" {
				return false, fmt.Errorf("unknown condition %q", cond)
			}
			return auth.PAMSupported, nil
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
	})
}

func cmdAwait(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: await")
	}
	for limit := time.Now().Add(time.Minute); time.Now().Before(limit); time.Sleep(time.Millisecond) {
		if text, _ := os.ReadFile(ts.MkAbs("ready")); strings.HasSuffix(string(text), "\n") {
			fmt.Fprint(ts.Stdout(), string(text))
			return
		}
	}
	ts.Fatalf("no ready line within a minute")
}

func cmdSignal(ts *testscript.TestScript, neg bool, args []string) {
	signals := map[string]os.Signal{"TERM": syscall.SIGTERM, "INT": syscall.SIGINT, "HUP": syscall.SIGHUP, "KILL": syscall.SIGKILL}
	if neg || len(args) != 1 || signals[args[0]] == nil {
		ts.Fatalf("usage: signal TERM|INT|HUP|KILL, with a server that is ready")
	}
	var ready server.Ready
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("ready")), &ready))
	server, err := os.FindProcess(ready.PID)
	ts.Check(err)
	ts.Check(server.Signal(signals[args[0]]))
}

func cmdEventually(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: eventually FILE PATTERN")
	}
	pattern, err := regexp.Compile("(?m)" + args[1])
	ts.Check(err)
	var text []byte
	for limit := time.Now().Add(time.Minute); time.Now().Before(limit); time.Sleep(time.Millisecond) {
		if text, _ = os.ReadFile(ts.MkAbs(args[0])); pattern.Match(text) {
			return
		}
	}
	ts.Fatalf("no line of %s matches %s within a minute:\n%s", args[0], args[1], text)
}

func cmdREST(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 || len(args) > 4 {
		ts.Fatalf("usage: rest VERB PATH LOGIN [BODY]")
	}
	var ready server.Ready
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("ready")), &ready))
	r, err := http.NewRequest(args[0], ready.REST+args[1], strings.NewReader(strings.Join(args[3:], "")))
	ts.Check(err)
	if user, password, found := strings.Cut(args[2], ":"); found {
		r.SetBasicAuth(user, password)
	}
	web := clientTrusting(ts, ready.CAFile)
	defer web.CloseIdleConnections()
	got, err := web.Do(r)
	ts.Check(err)
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	ts.Check(err)
	fmt.Fprintf(ts.Stdout(), "%d\n%s", got.StatusCode, body)
}

func clientTrusting(ts *testscript.TestScript, caFile string) *http.Client {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(ts.ReadFile(caFile)))
	return &http.Client{
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}},
		Timeout:   time.Minute,
	}
}
