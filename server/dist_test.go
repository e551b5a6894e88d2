package server

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/config"
)

// The installed texts, the sample configuration and the manual, mention every
// flag.
func TestInstalledTexts(t *testing.T) {
	fs := pflag.NewFlagSet("", pflag.ContinueOnError)
	new(process).addFlags(fs)
	hold(t, "../dist/sysadm.conf.sample", func(string) string { return sampleConfig(fs) })
	hold(t, "../dist/sysadm-server.8", func(text string) string {
		const begin, end = ".\\\" BEGIN FLAGS (written by \"make update\")\n", ".\\\" END FLAGS\n"
		before, rest, found := strings.Cut(text, begin)
		require.True(t, found)
		_, after, found := strings.Cut(rest, end)
		require.True(t, found)
		return before + begin + manualFlags(fs) + end + after
	})
}

func TestEveryFlagIsInOneGroup(t *testing.T) {
	fs := pflag.NewFlagSet("", pflag.ContinueOnError)
	new(process).addFlags(fs)
	var all, grouped []string
	fs.VisitAll(func(f *pflag.Flag) { all = append(all, f.Name) })
	for _, g := range flagGroups {
		grouped = append(grouped, strings.Fields(g.flags)...)
	}
	require.ElementsMatch(t, all, grouped)
}

func TestManualNamesEveryCommand(t *testing.T) {
	text, err := os.ReadFile("../dist/sysadm-server.8")
	require.NoError(t, err)
	for _, cmd := range commands(Env{}) {
		require.Contains(t, string(text), "\n.Cm "+cmd.Name()+"\n")
	}
}

// newsyslog must neither compress a file that the server still writes to, nor add
// lines to one of JSON (newsyslog.conf(5): flags N and B).
func TestRotationLosesNoLine(t *testing.T) {
	text, err := os.ReadFile("../dist/freebsd/newsyslog.conf.in")
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "#") {
			require.Regexp(t, ` B[A-M]* +/var/run/sysadm\.pid\n$`, line)
		}
	}
}

// hold compares a file with what it should contain, or rewrites it.
func hold(t *testing.T, path string, want func(text string) string) {
	text, err := os.ReadFile(path)
	if flag.Lookup("update").Value.String() == "true" {
		require.NoError(t, os.WriteFile(path, []byte(want(string(text))), 0o644))
		return
	}
	require.NoError(t, err)
	require.True(t, want(string(text)) == string(text), "%s lacks what changed: say make update", path)
}

const sampleHead = `# Configuration of sysadm-server: one KEY=VALUE on each line. Lines that begin with
# # are comments. Every key is listed here with its default (sysadm-server(8) has
# those of files and folders). "sysadm-server serve --check-config" prints the
# settings in force.

# The keys of the original server:
#PORT=12150
#PORT_REST=12151
#BLACKLIST_BLOCK_MINUTES=60
#BLACKLIST_AUTH_FAIL_LIMIT=5
#BLACKLIST_AUTH_FAIL_RESET_MINUTES=10
#BRIDGE_CONNECTIONS_ONLY=false
`

func sampleConfig(fs *pflag.FlagSet) string {
	var b strings.Builder
	b.WriteString(sampleHead)
	for _, g := range flagGroups[1:] {
		fmt.Fprintf(&b, "\n\n## %s\n", g.title)
		g.of(fs).VisitAll(func(f *pflag.Flag) {
			_, usage := pflag.UnquoteUsage(f)
			fmt.Fprintf(&b, "\n# %s\n#%s=%s\n", usage, config.Key(f.Name), config.Text(f))
		})
	}
	return b.String()
}

func manualFlags(fs *pflag.FlagSet) string {
	var b strings.Builder
	for _, g := range flagGroups {
		fmt.Fprintf(&b, ".Ss %s\n.Bl -tag -width indent\n", g.title)
		g.of(fs).VisitAll(func(f *pflag.Flag) { b.WriteString(manualFlag(f)) })
		b.WriteString(".El\n")
	}
	return b.String()
}

func manualFlag(f *pflag.Flag) string {
	item := ".It Fl Fl " + f.Name
	name, usage := pflag.UnquoteUsage(f)
	if name != "" {
		item += " Ar " + name
	}
	if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" {
		usage += " (default " + f.DefValue + ")"
	}
	return item + "\n" + wrap(strings.ReplaceAll(usage, `\`, `\e`)) + "\n"
}

// wrap breaks text into lines of less than 80 bytes, as is usual in manuals.
func wrap(text string) string {
	var b strings.Builder
	length := 0
	for _, word := range strings.Fields(text) {
		switch {
		case length > 0 && length+1+len(word) > 78:
			b.WriteString("\n")
			length = 0
		case length > 0:
			b.WriteString(" ")
			length++
		}
		b.WriteString(word)
		length += len(word)
	}
	return b.String()
}

// The sample configuration, used as it is, changes nothing.
func TestSampleConfigIsReadable(t *testing.T) {
	text, err := os.ReadFile("../dist/sysadm.conf.sample")
	require.NoError(t, err)
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		if bare := strings.TrimPrefix(line, "#"); strings.Contains(bare, "=") && !strings.HasPrefix(bare, " ") && !isOriginal(bare) {
			line = bare
		}
		b.WriteString(line)
	}
	path := t.TempDir() + "/sysadm.conf"
	require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o600))
	fs := pflag.NewFlagSet("", pflag.ContinueOnError)
	new(process).addFlags(fs)
	require.NoError(t, fs.Parse([]string{"--config", path}))
	settings, err := Env{Getenv: func(string) string { return "" }}.configure(fs)
	require.NoError(t, err)
	for _, s := range settings {
		if s.Name == "config" {
			continue
		}
		require.Equal(t, fs.Lookup(s.Name).DefValue, fs.Lookup(s.Name).Value.String(), s.Name)
	}
}

// isOriginal reports whether a line has one of the original's keys, which set a
// flag a second time.
func isOriginal(line string) bool {
	for _, a := range aliases {
		if strings.HasPrefix(line, a.Key+"=") {
			return true
		}
	}
	return false
}

// Every admitted connection may belong to the same user, be logged in and send
// a request, all at once.
func TestLimitsLetEveryConnectionAsk(t *testing.T) {
	var l Limits
	l.withDefaults()
	require.GreaterOrEqual(t, l.MaxUserTokens, l.MaxConnections)
	require.GreaterOrEqual(t, l.MaxTotalRequests, l.MaxConnections)
}
