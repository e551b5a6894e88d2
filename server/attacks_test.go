package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

// attacks are hostile values.
var attacks = []string{
	"", " ", "-", "--", "-f", "-rf", "--help", " -f", "x -f", "test -f ALL", "ALL", "test ALL", "default", "x default",
	"a\x00b", "a\nb", "a\r\nb", "a\tb", "\x1b[2J", "a\u0085b", "a\u2028b", "\ufffd", "\x7f",
	".", "..", "../..", "../../etc/passwd", "/", "/etc", "releases/10.2-RELEASE", "tank/iocage",
	"*", ".*", "te.t|x", "^", "$", "(a+)+$", "[[:alnum:]]", "\\", "t{4}", "?",
	"$(reboot)", "`reboot`", "; reboot", "| reboot", "&& reboot", "> /etc/passwd", "${IFS}", "$HOME", "'", "\"", "'; reboot; '", "\\\"; reboot",
	"\u2010f", "\u2013f", "\u2212f", "\uff0df", "\u00adf", // characters that look like dashes
	"x\u00a0-f", "x\u2003-f", "x\u3000-f", "\u202ex", "\ufeffx", "\u0000", // characters that look like blanks
	strings.Repeat("x", 255), strings.Repeat("x", 256), strings.Repeat("x", 60_000), strings.Repeat("a=b ", 60_000), strings.Repeat("é", 200), strings.Repeat("-", 300),
	"a=b", "=", "a=", "=b", "a=b=c", "-a=b", "a=b -e", "count=2", "a b=c", "a=\x00", "a=b\nc=d", "tag=x -c", "%s%n", "{\"a\":1}", "null", "0", "true",
}

// attacked are all arguments that are strings, each with the others that it
// needs.
var attacked = []struct {
	action, argument string
	others           string
}{
	{"getjailsettings", "jail", ``}, {"getjailsettings", "jail", `,"prop":"tag"`}, {"getjailsettings", "prop", `,"jail":"test"`},
	{"getjailsettings", "prop", `,"switches":"-r"`}, {"getjailsettings", "switches", `,"prop":"tag"`},
	{"startjail", "jail", ``}, {"stopjail", "jail", ``}, {"capjail", "jail", ``}, {"destroyjail", "jail", ``},
	{"clonejail", "jail", ``}, {"clonejail", "jail", `,"props":"tag=x"`}, {"clonejail", "props", `,"jail":"test"`},
	{"createjail", "props", ``}, {"createjail", "props", `,"switches":"-e"`}, {"createjail", "switches", `,"props":"tag=x"`},
	{"execjail", "jail", `,"user":"root","command":"true"`}, {"execjail", "user", `,"jail":"test","command":"true"`},
	{"execjail", "command", `,"jail":"test","user":"root"`},
	{"activatepool", "pool", ``}, {"deactivatepool", "pool", ``},
}

// For any argument, iocage gets words that have one meaning only, and the
// client gets a clear answer.
func TestAttacks(t *testing.T) {
	for _, tt := range attacked {
		t.Run(tt.action+" "+tt.argument, func(t *testing.T) {
			asked := &refuser{}
			c := start(t, server.Options{Runner: asked}).dial("admin")
			for _, attack := range attacks {
				value, err := json.Marshal(attack)
				require.NoError(t, err)
				reply := c.ask(fmt.Sprintf(`{"namespace":"sysadm","name":"iocage","id":"1","args":{"action":%q,%q:%s%s}}`,
					tt.action, tt.argument, value, tt.others))
				require.Zero(t, codeOf(reply), "%q: %v", attack, reply)
			}
			for _, command := range asked.commands {
				requireSafe(t, command)
			}
		})
	}
}

// attacked2017 are the arguments of edition 2017-06-05, as requests in which %s
// is the value.
var attacked2017 = []string{
	`{"action":"activatepool","pool":%s}`, `{"action":"deactivatepool","pool":%s}`,
	`{"action":"fetchreleases","releases":%s}`, `{"action":"fetchreleases","releases":[%s]}`,
	`{"action":"createplugin","plugin":%s,"net_device":"re0","ip4":"10.0.0.1"}`,
	`{"action":"createplugin","plugin":"gitlab","net_device":%s,"ip4":"10.0.0.1"}`,
	`{"action":"createplugin","plugin":"gitlab","net_device":"re0","ip4":%s}`,
	`{"action":"createplugin","plugin":"gitlab","net_device":"re0","ip6":%s}`,
}

// Jobs get whole words, too: those of the client are never switches, and there
// are never more than the action has.
func TestAttacksOf2017(t *testing.T) {
	for _, request := range attacked2017 {
		t.Run(request, func(t *testing.T) {
			asked, jobs := &refuser{}, &fetcher{leave: make(chan struct{})}
			close(jobs.leave)
			tg := start(t, server.Options{Edition: edition2017, Runner: asked, JobRunner: jobs, Limits: server.Limits{MaxWaitingJobs: 1000}})
			c := tg.dial("admin")
			for _, attack := range attacks {
				value, err := json.Marshal(attack)
				require.NoError(t, err)
				reply := c.ask(`{"namespace":"sysadm","name":"iocage","id":"1","args":` + fmt.Sprintf(request, value) + `}`)
				require.Zero(t, codeOf(reply), "%q: %v", attack, reply)
			}
			require.NoError(t, tg.stop())
			for _, command := range asked.commands {
				requireSafe(t, command)
			}
			for _, words := range jobs.words() {
				require.Regexp(t, `^iocage,fetch,(--verify,-r,[A-Za-z0-9][^\s"']*|--plugins,--name,[A-Za-z0-9][^\s"',]*,ip[46]_addr=[^\s"'-][^\s"']*)$`, strings.Join(words, ","))
			}
		})
	}
}

// A refuser is an iocage that records its command lines and finds no jail.
type refuser struct{ commands [][]string }

func (r *refuser) Run(_ context.Context, args ...string) (server.Output, error) {
	r.commands = append(r.commands, args)
	return server.Output{Stderr: []byte("  ERROR: not found!\n"), ExitCode: 1}, nil
}

// switches are all that the server ever passes to iocage.
var switches = []string{"-lh", "-l", "-h", "-r", "-f", "-e", "-U", "-fj", "-fr", "-ft", "-fa"}

func requireSafe(t *testing.T, command []string) {
	names := command[1:]
	if command[0] == "exec" {
		names = command[1:4] // -U USER JAIL; the rest runs in the jail
	}
	for _, word := range names {
		require.NotEmpty(t, word)
		require.False(t, strings.HasPrefix(word, "-") && !slices.Contains(switches, word), "%q", command)
		require.False(t, strings.Contains(word, " -"), "%q", command)
	}
	for _, word := range command {
		require.False(t, strings.ContainsFunc(word, unicode.IsControl), "%q", command)
	}
	if slices.Contains([]string{"start", "stop", "destroy", "cap", "clone"}, command[0]) {
		name := command[1]
		if name == "-f" {
			name = command[2]
		}
		require.NotRegexp(t, `[][(){}*?|\\^$/]`, name, "a pattern, or a path")
		require.NotContains(t, strings.Fields(name), "default")
		require.NotContains(t, strings.Fields(name), "ALL")
		require.LessOrEqual(t, len(name), 255)
	}
}

// iocage is started directly, with one argument for each word. A shell would
// have split and expanded the words and run more.
func TestNoShellReadsArguments(t *testing.T) {
	asked := &recorder{}
	c := start(t, server.Options{Runner: asked}).dial("admin")
	c.call(`{"action":"execjail","jail":"test","user":"root","command":"echo $HOME ; reboot \"a  b\" | sh"}`)
	require.Equal(t, [][]string{{"exec", "-U", "root", "test", "echo", "$HOME", ";", "reboot", "a  b", "|", "sh"}}, asked.commands())
}
