package server_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// recordings holds exchanges with the original server and the iocage it ran.
// They are not part of the project: without them the table tests of
// reference_test.go guard what they show.
const recordings = "../../shared/reference"

// A recorded exchange with the original server.
type recorded struct {
	Name, Transport, Part, Server string
	Sent, Received                []payload

	// Differs marks a known difference.
	Differs bool
}

// A circumstance is what must have happened on a connection before the
// exchanges that match a pattern: a login, and other exchanges.
type circumstance struct {
	names, user string
	before      []string
}

// circumstances are tried in order. Exchanges that match none begin on a
// connection without a login.
var circumstances = []circumstance{
	{names: "ws-query-operator", user: "opuser"},
	{names: "ws-operator-iocage", user: "opuser"},
	{names: "disp*-operator-run", user: "opuser"},
	{names: "disp*-multi-1-*"},
	{names: "disp*-multi-3-*", user: "root", before: []string{"disp*-multi-2-*"}},
	{names: "disp*-multi-4-*"},
	{names: "disp*-subscribe", user: "root"},
	{names: "disp*-run-*", user: "root", before: []string{"-subscribe"}},
	{names: "disp*", user: "root"},
	{names: "ws-auth-fail-after-success", user: "root"},
	{names: "ws-tok-5-*", user: "root"}, {names: "ws-tok-7-*", user: "root"},
	{names: "ws-tok-10-*", user: "root"}, {names: "ws-tok-11-*", user: "root"}, {names: "ws-tok-12-*", user: "root"},
	{names: "ws-tok-3[0-9]-*", user: "root"},
	{names: "ws-tok-*"},
	{names: "auth-blocked-query-same-conn", user: "root"},
	{names: "auth-life-7-*", user: "root"},
	{names: "ws-noauth-*"}, {names: "ws-[aA]uth-*"},
	{names: "ws-*", user: "root"},
	{names: "B-ws-iocage-*", user: "root"},
	{names: "B-ws-auth_clear", user: "root"},
}

// twice names exchanges whose request came in two parts: first its lines, then
// its body.
var twice = []string{"rest-split-*", "rest-expect-100"}

// jobs names exchanges that run commands.
var jobs = []string{"disp*-run-*", "disp*-multi-3-*", "rest-dispatcher-*"}

// halfClosed names exchanges whose end only the client knows.
var halfClosed = []string{"rest-only-space"}

// shortened names the exchange whose recorded text is shorter than what was
// sent.
const shortened = "rest-argv-redirect"

// opcodes are the opcodes of exchanges that send frames other than text.
var opcodes = map[string]byte{
	"ws-ping": framePing, "ws-big-ping": framePing, "ws-pong": framePong, "ws-close-*": frameClose,
	"ws-reserved-opcode": final | 3, "ws-fragmented": final, "ws-binary-*": frameBinary,
}

// patience is how long to wait for an answer that may never come; shorter for
// exchanges that are known to differ.
var patience = map[bool]time.Duration{false: 10 * time.Second, true: time.Second}

func TestReplay(t *testing.T) {
	all := readRecordings(t, "2016-02-05.jsonl")
	differences, unplayed := readList(t, "differences.txt"), readList(t, "unplayed.txt")
	p := newPlayer(t, all)
	count := map[string]int{}
	for _, r := range all {
		if unplayed.find(r.Name) != "" {
			count["not replayed"]++
			continue
		}
		reason := differences.find(r.Name)
		t.Run(r.Name, func(t *testing.T) {
			r.Differs = reason != ""
			got, want := p.play(t, r), p.expected(r)
			switch same := slices.Equal(got, want); {
			case same && reason != "":
				t.Errorf("it is answered as recorded: take it out of the differences (%s)", reason)
			case !same && reason == "":
				t.Errorf("it differs\n sent %s\n want %q\n got  %q", show(r.Sent), want, got)
			case same:
				count["equal"]++
			default:
				count[reason]++
			}
		})
	}
	differences.requireUsed(t)
	unplayed.requireUsed(t)
	requireDocumented(t, count)
}

// requireDocumented compares the counts with those of docs/compat.md, whose rows
// are "| what | number | ...".
func requireDocumented(t *testing.T, count map[string]int) {
	document, err := os.ReadFile("../docs/compat.md")
	require.NoError(t, err)
	for _, what := range slices.Sorted(maps.Keys(count)) {
		t.Logf("%4d %s", count[what], what)
		if row := fmt.Sprintf("| %s | %d |", what, count[what]); !t.Failed() && !strings.Contains(string(document), row) {
			t.Errorf("docs/compat.md lacks the row %s", row)
		}
	}
}

// Every reason is explained, even if there are no recordings.
func TestDifferencesAreExplained(t *testing.T) {
	document, err := os.ReadFile("../docs/compat.md")
	require.NoError(t, err)
	for _, e := range readList(t, "differences.txt").entries {
		require.Contains(t, string(document), "| "+e.says+" | ", e.pattern)
	}
}

// unchanged names the exchanges that were still the same in the last version,
// of 2019, and rpc/identify, which was new.
var unchanged = []string{
	"B-ws-identify-noauth", "B-ws-noauth-iocage", "B-ws-auth-bad", "B-ws-auth-root", "B-ws-auth_clear",
	"B-ws-query-after-clear", "B-ws-iocage-activatepool", "B-ws-iocage-deactivatepool*",
	"B-ws-iocage-clean*", "B-ws-iocage-createplugin-missing", "B-ws-empty", "B-rest-noauth", "B-rest-unknown",
	"B-auth-fail-*", "B-auth-blocked-handshake", "B-auth-remote-operator",
}

func TestReplayOfTheLastVersion(t *testing.T) {
	all := readRecordings(t, "2019-05-23.jsonl")
	p, played := newPlayer(t, nil), 0
	for _, r := range all {
		if matchesAny(unchanged, r.Name) {
			require.Equal(t, p.expected(r), p.play(t, r), r.Name)
			played++
		}
	}
	require.Greater(t, played, len(unchanged))
}

func show(sent []payload) string {
	var b strings.Builder
	for _, p := range sent {
		text := p.bytes()
		fmt.Fprintf(&b, "%.400q ", text)
	}
	return b.String()
}

func readRecordings(t *testing.T, file string) []recorded {
	f, err := os.Open(filepath.Join(recordings, "server-transcripts", file))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the recordings of the original server are not beside the project")
	}
	require.NoError(t, err)
	defer f.Close()
	var all []recorded
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var r recorded
		require.NoError(t, json.Unmarshal(lines.Bytes(), &r))
		all = append(all, r)
	}
	require.NoError(t, lines.Err())
	require.NotEmpty(t, all)
	return all
}

// A list says something about exchanges: each line is a pattern for names, a
// blank and a text.
type list struct {
	name    string
	entries []entry
}

type entry struct {
	pattern, says string
	used          bool
}

func readList(t *testing.T, name string) *list {
	text, err := os.ReadFile(filepath.Join("testdata/reference", name))
	require.NoError(t, err)
	l := &list{name: name}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		pattern, says, found := strings.Cut(line, " ")
		require.True(t, found, "%s: %s says nothing", name, line)
		l.entries = append(l.entries, entry{pattern: pattern, says: strings.TrimSpace(says)})
	}
	return l
}

func (l *list) find(name string) string {
	for i, e := range l.entries {
		if match(e.pattern, name) {
			l.entries[i].used = true
			return e.says
		}
	}
	return ""
}

func (l *list) requireUsed(t *testing.T) {
	for _, e := range l.entries {
		if !e.used {
			t.Errorf("%s: no exchange is called %s", l.name, e.pattern)
		}
	}
}

func match(pattern, name string) bool {
	matched, _ := path.Match(pattern, name)
	return matched
}

func matchesAny(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return match(p, name) })
}
