package conformancetest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance/internal/build"
)

// A module is another repository, whose tests judge a simulated host as if it
// were a server of its own.
type module struct {
	t   *testing.T
	dir string
	env []string
}

// newModule writes the module. Its first test is the one that the documents
// show.
func newModule(t *testing.T) module {
	t.Helper()
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	m := module{t: t, dir: t.TempDir()}
	require.NoError(t, build.Programs(m.dir, "sysadm-sim"))
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	require.NoError(t, err)
	for name, text := range map[string]string{
		"go.mod": "module example.com/shop\n\ngo 1.26\n\nrequire github.com/sysadm-go/sysadm v0.0.0\n\n" +
			"replace github.com/sysadm-go/sysadm => " + root + "\n",
		"go.sum":         string(sums),
		"shop_test.go":   shopTest + documented(t, root),
		"others_test.go": othersTest,
	} {
		require.NoError(t, os.WriteFile(filepath.Join(m.dir, name), []byte(text), 0o600))
	}
	m.env = append(os.Environ(), "SIM="+filepath.Join(m.dir, "sysadm-sim"), "CGO_ENABLED=0", "GOFLAGS=-mod=mod -trimpath", "GOPROXY=off", "GOSUMDB=off", "GOWORK=off")
	return m
}

// documented is the Go text of docs/library.md.
func documented(t *testing.T, root string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "docs", "library.md"))
	require.NoError(t, err)
	_, example, found := strings.Cut(string(text), "```go\n")
	require.True(t, found)
	example, _, _ = strings.Cut(example, "```")
	return example
}

// goTest runs go test in the module and returns its output and whether it passed.
func (m module) goTest(args ...string) (output string, passed bool) {
	m.t.Helper()
	return m.run("go", append([]string{"test", "-count=1", "-v"}, args...)...)
}

// test does the same without linking anew: it runs the program that go test -c
// made.
func (m module) test(args ...string) (output string, passed bool) {
	m.t.Helper()
	program := filepath.Join(m.dir, "shop.test")
	if _, err := os.Stat(program); err != nil {
		out, built := m.run("go", "test", "-c", "-o", program)
		require.True(m.t, built, out)
	}
	return m.run(program, append([]string{"-test.v"}, args...)...)
}

func (m module) run(program string, args ...string) (output string, passed bool) {
	m.t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir, cmd.Env = m.dir, m.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		require.ErrorAs(m.t, err, new(*exec.ExitError), string(out))
	}
	return string(out), err == nil
}

// ended are the subtests of checks that ended so, as "PASS" or "SKIP".
func ended(output, how string) []string {
	var names []string
	for _, match := range regexp.MustCompile(`(?m)^ *--- `+how+`: ([^/\n]+/[^/\n]+/\S+)`).FindAllStringSubmatch(output, -1) {
		names = append(names, match[1])
	}
	return names
}

const shopTest = `package shop

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"testing"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/conformancetest"
)

type running struct {
	WS, REST, User, Password string
	CAFile                   string ` + "`json:\"ca_file\"`" + `
}

func start(t *testing.T) running {
	compat := os.Getenv("COMPAT")
	if compat == "" {
		compat = "documented"
	}
	cmd := exec.Command(os.Getenv("SIM"), "serve", "--ws-addr", "127.0.0.1:0", "--rest-addr", "127.0.0.1:0", "--compat", compat)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Signal(os.Interrupt); _ = cmd.Wait() })
	var r running
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(line, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

`

const othersTest = `package shop

import (
	"os"
	"testing"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/conformancetest"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

func TestFresh(t *testing.T) {
	conformancetest.Run(t, conformance.Options{
		Host: &conformance.Simulator{Path: os.Getenv("SIM")}, Editions: edition.Editions, Parallel: 4,
	})
}

func TestMay(t *testing.T) {
	s := start(t)
	conformancetest.Run(t, conformance.Options{FailOn: conformance.Must, Host: &conformance.Address{Endpoint: conformance.Endpoint{
		WS: s.WS, REST: s.REST, CAFile: s.CAFile, User: s.User, Password: s.Password,
	}}})
}

func TestNoServer(t *testing.T) {
	conformancetest.Run(t, conformance.Options{Host: &conformance.Address{Endpoint: conformance.Endpoint{
		WS: "wss://127.0.0.1:1", Insecure: true, User: "a", Password: "b",
	}}})
}
`
