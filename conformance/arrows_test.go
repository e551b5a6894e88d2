package conformance_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/sysadm-go/sysadm"

// arrows says which packages of this module each package may import. Server,
// fake and suite are three strangers: they share words (the leaves under
// schemas), never behaviour, so that one mistake cannot pass on both sides.
var arrows = map[string][]string{
	"schemas/edition": {},
	"schemas/prop":    {},
	"schemas/wire":    {},
	"schemas":         {"schemas/edition"},
	"testdata":        {},

	"server":                              {"server/internal/...", "schemas/edition", "schemas/wire"},
	"server/internal/action":              {"server/internal/rpc", "server/internal/auth", "server/internal/event", "server/internal/job", "server/internal/commandline", "server/internal/iocage", "server/internal/logbook", "server/internal/qtdate", "schemas/edition", "schemas/prop", "schemas/wire"},
	"server/internal/admin":               {"server/internal/metrics"},
	"server/internal/audit":               {"server/internal/auth", "server/internal/job", "server/internal/logfile", "server/internal/rpc"},
	"server/internal/metrics":             {},
	"server/internal/metrics/metricstest": {},
	"server/internal/auth":                {"server/internal/peer", "server/internal/watched"},
	"server/internal/crew":                {},
	"server/internal/event":               {"schemas/wire"},
	"server/internal/commandline":         {},
	"server/internal/job":                 {"server/internal/commandline", "server/internal/processgroup"},
	"server/internal/iocage":              {"server/internal/commandline", "server/internal/crew", "server/internal/lead", "schemas/edition", "schemas/prop", "server/internal/processgroup"},
	"server/internal/lead":                {},
	"server/internal/link":                {},
	"server/internal/logbook":             {},
	"server/internal/qtdate":              {},
	"server/internal/peer":                {},
	"server/internal/reference":           {"server/internal/rpc", "schemas/wire"},
	"server/internal/processgroup":        {},
	"server/internal/watched":             {},
	"server/internal/rest":                {"server/internal/rpc", "schemas/wire"},
	"server/internal/rpc":                 {"server/internal/auth", "server/internal/event", "server/internal/lead", "schemas/edition", "schemas/wire"},
	"server/internal/systemstate":         {"server/internal/zpool"},
	"server/internal/zpool":               {},
	"server/internal/session":             {"server/internal/crew", "server/internal/rpc", "server/internal/event", "server/internal/lead", "server/internal/link", "schemas/wire"},
	"server/internal/config":              {},
	"server/internal/logfile":             {},
	"server/internal/notify":              {},
	"server/internal/pidfile":             {},

	"fakeiocage":                   {"fakeiocage/internal/...", "schemas/edition", "schemas/prop"},
	"fakeiocage/internal/cli":      {"fakeiocage/internal/...", "schemas/edition", "schemas/prop"},
	"fakeiocage/fidelity":          {"fakeiocage", "fakeiocage/internal/document", "fakeiocage/internal/replay", "schemas/edition"},
	"fakeiocage/iocagetest":        {"fakeiocage"},
	"fakeiocage/internal/address":  {},
	"fakeiocage/internal/blocking": {},
	"fakeiocage/internal/calls":    {"fakeiocage/internal/glob", "fakeiocage/internal/recent"},
	"fakeiocage/internal/click":    {},
	"fakeiocage/internal/clock":    {},
	"fakeiocage/internal/document": {},
	"fakeiocage/internal/ere":      {},
	"fakeiocage/internal/fault":    {"fakeiocage/internal/document", "fakeiocage/internal/glob"},
	"fakeiocage/internal/glob":     {},
	"fakeiocage/internal/host":     {"fakeiocage/internal/address", "fakeiocage/internal/ere", "schemas/prop"},
	"fakeiocage/internal/program":  {"fakeiocage/internal/host"},
	"fakeiocage/internal/pyjson":   {},
	"fakeiocage/internal/python":   {"fakeiocage/internal/...", "schemas/edition", "schemas/prop"},
	"fakeiocage/internal/recent":   {"fakeiocage/internal/blocking"},
	"fakeiocage/internal/render":   {"fakeiocage/internal/host", "schemas/edition", "schemas/prop"},
	"fakeiocage/internal/replay":   {},
	"fakeiocage/internal/stack":    {},
	"fakeiocage/internal/store":    {"fakeiocage/internal/blocking", "fakeiocage/internal/host"},

	"conformance":                     {"conformance/internal/...", "schemas", "schemas/edition", "testdata"},
	"conformance/cleanup":             {"conformance", "conformance/internal/attendant", "conformance/internal/inventory", "conformance/internal/loan", "conformance/internal/naming", "conformance/internal/preflight", "conformance/internal/probe", "schemas/edition"},
	"conformance/doctor":              {"conformance", "conformance/internal/attendant", "conformance/internal/document", "conformance/internal/jail", "conformance/internal/judge", "conformance/internal/preflight", "conformance/internal/probe", "schemas/edition"},
	"conformance/merge":               {"conformance", "conformance/internal/inventory", "schemas/edition"},
	"conformance/internal/preflight":  {"conformance/internal/document", "conformance/internal/probe"},
	"conformance/internal/catalogue":  {"conformance/internal/documented", "conformance/internal/effect", "conformance/internal/judge", "schemas", "schemas/edition", "testdata"},
	"conformance/internal/document":   {},
	"conformance/internal/harness":    {"conformance/internal/scratch"},
	"conformance/internal/keyring":    {},
	"conformance/internal/near":       {},
	"conformance/internal/scratch":    {},
	"conformance/internal/judge":      {"conformance/internal/attendant", "conformance/internal/document", "conformance/internal/documented", "conformance/internal/effect", "conformance/internal/jail", "conformance/internal/keyring", "conformance/internal/loan", "conformance/internal/naming", "conformance/internal/near", "conformance/internal/outside", "conformance/internal/probe", "schemas", "schemas/edition"},
	"conformance/internal/naming":     {},
	"conformance/internal/documented": {"testdata"},
	"conformance/internal/effect":     {},
	"conformance/internal/attendant":  {"conformance/internal/document", "conformance/internal/jail", "conformance/internal/probe", "schemas/edition"},
	"conformance/internal/inventory":  {"conformance/internal/attendant", "conformance/internal/document", "conformance/internal/jail", "conformance/internal/naming"},
	"conformance/internal/loan":       {"conformance/internal/attendant", "conformance/internal/inventory"},
	"conformance/internal/jail":       {"conformance/internal/document"},
	"conformance/internal/race":       {},
	"conformance/internal/junit":      {},
	"conformance/internal/outside":    {},
	"conformance/internal/selfsigned": {},
	"conformance/internal/probe":      {},
	"conformance/conformancetest":     {"conformance", "conformance/report"},
	"conformance/report":              {"conformance", "conformance/internal/junit", "schemas/edition"},

	"conformance/internal/coverage":    {"conformance", "conformance/internal/effect", "schemas", "schemas/edition", "testdata"},
	"conformance/internal/configfile":  {},
	"conformance/internal/fleet":       {"conformance", "conformance/internal/junit", "conformance/merge", "conformance/report"},
	"conformance/internal/fuzz":        {"conformance", "conformance/internal/effect", "conformance/internal/model", "conformance/internal/naming", "conformance/internal/near", "conformance/internal/probe", "schemas/edition"},
	"conformance/internal/model":       {"conformance/internal/effect", "schemas/edition", "schemas/prop"},
	"conformance/internal/journal":     {"conformance", "conformance/cleanup"},
	"conformance/internal/recording":   {"conformance"},
	"conformance/internal/difference":  {"conformance", "conformance/internal/recording"},
	"conformance/internal/known":       {"conformance", "conformance/internal/configfile", "schemas/edition"},
	"conformance/internal/target":      {"conformance/internal/configfile"},
	"conformance/commandline":          {"conformance", "conformance/cleanup", "conformance/doctor", "conformance/merge", "conformance/report", "conformance/internal/...", "schemas/edition"},
	"conformance/internal/mutant":      {"conformance", "conformance/internal/effect", "conformance/internal/independent", "conformance/internal/selfsigned", "schemas/edition"},
	"conformance/internal/right":       {"conformance", "conformance/internal/outside", "conformance/internal/selfsigned", "schemas/edition", "schemas/prop", "testdata"},
	"conformance/internal/independent": {"conformance", "conformance/internal/outside", "conformance/internal/selfsigned", "schemas/edition", "testdata"},

	"cmd/sysadm-bench":                  {"cmd/sysadm-bench/internal/..."},
	"cmd/sysadm-bench/internal/ratio":   {},
	"cmd/sysadm-bench/internal/process": {},
	"cmd/sysadm-bench/internal/floor":   {"cmd/sysadm-bench/internal/process"},
	"cmd/sysadm-bench/internal/load":    {"cmd/sysadm-bench/internal/process"},
	"cmd/sysadm-bench/internal/figure":  {"cmd/sysadm-bench/internal/ratio"},
	"cmd/sysadm-bench/internal/measure": {"cmd/sysadm-bench/internal/..."},
	"cmd/sysadm-bench/internal/page":    {"cmd/sysadm-bench/internal/figure"},

	"cmd/fakeiocage":         {"fakeiocage"},
	"cmd/sysadm-conformance": {"conformance/commandline"},
	"cmd/sysadm-server":      {"server"},
	"cmd/sysadm-sim":         {"server", "fakeiocage", "fakeiocage/fidelity", "schemas/edition", "testdata"},
}

// bans says what a package must not reach at all, and why.
var bans = []struct{ from, to, reason string }{
	{"cmd/sysadm-server", "testing", "no test code in production"},
	{"cmd/sysadm-server", "github.com/santhosh-tekuri/jsonschema/v5", "the judged must not use the judge's schemas"},
	{"cmd/sysadm-server", module + "/fakeiocage", "the server runs iocage, whoever that is"},
	{"cmd/fakeiocage", "regexp", "it makes tables before main, and the command lives for a millisecond"},
	{"cmd/fakeiocage", "net/netip", "it makes tables and starts a goroutine before main, and the command lives for a millisecond"},
	{"cmd/fakeiocage", "net", "it does much before main, and the command lives for a millisecond"},
	{"fakeiocage/internal/host", "os", "the imitated host is plain data and pure rules"},
	{"fakeiocage/internal/host", "net/http", "the imitated host is plain data and pure rules"},
	{"server/internal/rpc", "net/http", "the router knows no transport"},
	{"server/internal/rpc", "os/exec", "the router runs no programs"},
	{"server/internal/action", "net/http", "an action knows no transport"},
	{"server/internal/rest", "github.com/gorilla/websocket", "each transport knows only itself"},
	{"cmd/sysadm-conformance", module + "/conformance/conformancetest", "it registers the flags of go test"},
	{"cmd/sysadm-conformance", module + "/conformance/internal/right", "it is for the suite's own tests"},
	{"conformance/report", "html/template", "a template finds methods by name, so that the linker must keep those of all types: 1.7 MB of the program"},
	{"conformance/internal/model", "net/http", "the model is plain data and pure rules"},
	{"conformance/internal/probe", module + "/schemas/wire", "the suite reads bytes, not the server's types"},
}

func TestArrows(t *testing.T) {
	imports := goList(t, "{{.ImportPath}} {{join .Imports \" \"}}", "./...", "./testdata")
	for path, imported := range imports {
		name := strings.TrimPrefix(path, module+"/")
		allowed, known := arrows[name]
		if !known {
			t.Errorf("%s has no row in arrows: say what it may import", name)
		}
		for _, to := range imported {
			if inside, ok := strings.CutPrefix(to, module+"/"); ok && !matches(allowed, inside) {
				t.Errorf("%s must not import %s", name, inside)
			}
		}
	}
	for name := range arrows {
		require.Contains(t, imports, module+"/"+name, "arrows names a package that is gone")
	}
}

func TestBans(t *testing.T) {
	for _, ban := range bans {
		imports := goList(t, "{{.ImportPath}} {{join .Imports \" \"}}", "./"+ban.from)
		if strings.HasPrefix(ban.from, "cmd/") {
			imports = goList(t, "{{.ImportPath}} {{join .Deps \" \"}}", "./"+ban.from)
		}
		for path, reached := range imports {
			if slices.Contains(reached, ban.to) {
				t.Errorf("%s reaches %s: %s", path, ban.to, ban.reason)
			}
		}
	}
}

// matches reports whether allowed names the package, alone or by its folder
// ("server/internal/...").
func matches(allowed []string, name string) bool {
	return slices.ContainsFunc(allowed, func(a string) bool {
		folder, whole := strings.CutSuffix(a, "...")
		return a == name || whole && strings.HasPrefix(name, folder)
	})
}

// goList runs `go list` in the module's root and returns, for each package,
// the words after its path. An empty list is a failure.
func goList(t *testing.T, format string, patterns ...string) map[string][]string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-f", format}, patterns...)...)
	cmd.Dir = ".."
	out, err := cmd.Output()
	require.NoError(t, err, "go list")
	packages := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		packages[words[0]] = words[1:]
	}
	require.NotEmpty(t, packages)
	return packages
}
