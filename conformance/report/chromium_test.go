package report_test

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/report"
)

// patience bounds every wait for the browser.
const patience = time.Minute

// A tab shows one page in Chromium, spoken to by its DevTools protocol.
type tab struct {
	t       *testing.T
	conn    *websocket.Conn
	session string
	calls   int
	loads   int // of pages, to their end

	complaints []string // of the page: errors, and whatever it logs
	fetched    []string // addresses that the page asked for
}

// startChromium starts a browser until the test ends, and returns its DevTools
// address. Without one it skips the test.
func startChromium(t *testing.T) string {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		t.Skip("chromium is not installed: the HTML report is not tested in a browser (apt-get install chromium)")
	}
	cmd := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
		"--user-data-dir="+t.TempDir(), "--remote-debugging-port=0", "about:blank")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	stderr, err := cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(stderr)
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		end := time.AfterFunc(patience, func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
		defer end.Stop()
		for lines.Scan() { // until the last of its processes has closed its end, and so its files
		}
		_ = cmd.Wait()
	})
	for lines.Scan() {
		if address, found := strings.CutPrefix(lines.Text(), "DevTools listening on "); found {
			return address
		}
	}
	t.Fatal("chromium ended without telling its DevTools address")
	return ""
}

// openTab opens a tab that shares nothing with others.
func openTab(t *testing.T, address string) *tab {
	t.Helper()
	conn, _, err := websocket.DefaultDialer.Dial(address, nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	b := &tab{t: t, conn: conn}
	var made struct{ BrowserContextID, TargetID, SessionID string }
	b.call("Target.createBrowserContext", map[string]any{"disposeOnDetach": true}, &made)
	b.call("Target.createTarget", map[string]any{"url": "about:blank", "browserContextId": made.BrowserContextID}, &made)
	b.call("Target.attachToTarget", map[string]any{"targetId": made.TargetID, "flatten": true}, &made)
	b.session = made.SessionID
	for _, domain := range []string{"Page", "Runtime", "Network", "Log"} {
		b.call(domain+".enable", nil, nil)
	}
	return b
}

// call asks the browser, and notes what the page does in the meantime.
func (b *tab) call(method string, params map[string]any, result any) {
	b.t.Helper()
	b.calls++
	id := b.calls
	message := map[string]any{"id": id, "method": method, "params": params}
	if b.session != "" {
		message["sessionId"] = b.session
	}
	require.NoError(b.t, b.conn.WriteJSON(message))
	for {
		reply := b.read()
		if reply.ID != id {
			continue
		}
		require.Nil(b.t, reply.Error, method)
		if result != nil {
			require.NoError(b.t, json.Unmarshal(reply.Result, result))
		}
		return
	}
}

// A devtoolsMessage is a reply, or tells of something that happened.
type devtoolsMessage struct {
	ID             int
	Method         string
	Params, Result json.RawMessage
	Error          *struct{ Message string }
}

func (b *tab) read() devtoolsMessage {
	b.t.Helper()
	var m devtoolsMessage
	require.NoError(b.t, b.conn.SetReadDeadline(time.Now().Add(patience)))
	require.NoError(b.t, b.conn.ReadJSON(&m))
	b.note(m.Method, m.Params)
	return m
}

func (b *tab) note(method string, params json.RawMessage) {
	switch method {
	case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded":
		b.complaints = append(b.complaints, string(params))
	case "Page.loadEventFired":
		b.loads++
	case "Network.requestWillBeSent":
		var sent struct{ Request struct{ URL string } }
		_ = json.Unmarshal(params, &sent)
		b.fetched = append(b.fetched, sent.Request.URL)
	}
}

// show writes the page of a result to disk and opens it, with something behind
// its #.
func (b *tab) show(r conformance.Result, fragment string) {
	b.t.Helper()
	text, err := report.HTML(r)
	require.NoError(b.t, err)
	file := filepath.Join(b.t.TempDir(), "report.html")
	require.NoError(b.t, os.WriteFile(file, text, 0o600))
	b.visit("file://" + file + fragment)
}

func (b *tab) visit(address string) {
	b.t.Helper()
	loads := b.loads
	var begun struct{ LoaderID string } // "" within the page
	b.call("Page.navigate", map[string]any{"url": address}, &begun)
	for begun.LoaderID != "" && b.loads == loads {
		b.read()
	}
}

// eval returns what a JavaScript expression is in the page, waiting for a
// promise.
func (b *tab) eval(expression string) any {
	b.t.Helper()
	var answer struct {
		Result           struct{ Value any }
		ExceptionDetails *struct{ Exception struct{ Description string } }
	}
	b.call("Runtime.evaluate", map[string]any{"expression": expression, "awaitPromise": true, "returnByValue": true}, &answer)
	if answer.ExceptionDetails != nil {
		b.t.Fatalf("%s: %s", expression, answer.ExceptionDetails.Exception.Description)
	}
	return answer.Result.Value
}

// settled waits until what was begun, as a navigation within the page, is done.
func (b *tab) settled() {
	b.t.Helper()
	b.eval(`new Promise((done) => requestAnimationFrame(() => setTimeout(done)))`)
}

// isQuiet holds at the end of each test: the page is alone, and content.
func (b *tab) isQuiet() {
	b.t.Helper()
	require.Empty(b.t, b.complaints)
	for _, address := range b.fetched {
		require.Regexp(b.t, `^(file://.*/report\.html|data:,)$`, address)
	}
}

func (b *tab) width(pixels int) {
	b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": pixels, "height": 700, "deviceScaleFactor": 1, "mobile": true}, nil)
}

func (b *tab) media(kind, scheme string) {
	b.call("Emulation.setEmulatedMedia", map[string]any{
		"media": kind, "features": []map[string]any{{"name": "prefers-color-scheme", "value": scheme}},
	}, nil)
}
