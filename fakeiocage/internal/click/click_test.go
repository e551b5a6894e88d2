package click_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
)

// fetching is a command with every kind of option, and many words; getting has
// two that may be missing, setting many and then one.
var (
	fetching = click.Command{
		Name: "iocage fetch", Help: "Fetch.",
		Options: []click.Option{
			{Key: "http", Names: []string{"--http", "-h"}},
			{Key: "files", Names: []string{"--files", "-F"}, Metavar: "TEXT"},
			{Key: "verify", Names: []string{"--verify", "-V"}, Off: []string{"--noverify", "-NV"}},
			{Key: "name", Names: []string{"--name", "-n"}, Metavar: "TEXT"},
			{Key: "kind", Names: []string{"--plugins"}, Value: "index"},
			{Key: "kind", Names: []string{"--plugin-file", "-P"}, Value: "file"},
		},
		Arguments: []click.Argument{{Name: "props", Many: true}},
	}
	getting = click.Command{Name: "iocage get", Arguments: []click.Argument{{Name: "prop", Optional: true}, {Name: "jail", Optional: true}}}
	setting = click.Command{Name: "iocage set", Arguments: []click.Argument{{Name: "prop", Many: true}, {Name: "jail"}}}
)

func TestOptions(t *testing.T) {
	for line, want := range map[string][]string{ // name, kind, verify, files, http, props
		"":                                {"", "", "", "", "false", ""},
		"-n a -P x y":                     {"a", "file", "", "", "false", "x y"},
		"-na -hP --plugins":               {"a", "index", "", "", "true", ""},
		"-hPn=a x -Fb -F c":               {"=a", "file", "", "b c", "true", "x"},
		"--name=a=b x --noverify":         {"a=b", "", "no", "", "false", "x"},
		"-NV --name -V -V -- --name -x -": {"-V", "", "yes", "", "false", "--name -x -"},
		"- -V -NV":                        {"", "", "no", "", "false", "-"},
	} {
		values, err := fetching.Parse(strings.Fields(line))
		require.NoError(t, err, line)
		http := "false"
		if values.Has("http") {
			http = "true"
		}
		require.Equal(t, want, []string{values.Option("name"), values.Option("kind"), values.Option("verify"),
			strings.Join(values.All("files"), " "), http, values.Argument("props")}, line)
		require.Equal(t, values.Option("verify") == "yes", values.Has("verify"), line)
	}
}

// The errors are those of Click 6.7 for the options of iocage 89864aa
// (measured).
func TestUsageErrors(t *testing.T) {
	for line, want := range map[string]string{
		"-x":         "Error: no such option: -x\n",
		"-hx":        "Error: no such option: -x\n",
		"-hé":        "Error: no such option: -é\n",
		"-h=3":       "Error: no such option: -=\n",
		"-N":         "Error: no such option: -N\n",
		"--nosuch":   "Error: no such option: --nosuch\n",
		"--hel":      "Error: no such option: --hel  Did you mean --help?\n",
		"--h":        "Error: no such option: --h  (Possible options: --help, --http)\n",
		"--plugin":   "Error: no such option: --plugin  (Possible options: --plugin-file, --plugins)\n",
		"-n":         "Error: -n option requires an argument\n",
		"x --files":  "Error: --files option requires an argument\n",
		"--http=3":   "Error: --http option does not take a value\n",
		"-NV=3":      "Error: -NV option does not take a value\n",
		"--help=3":   "Error: --help option does not take a value\n",
		"--help -x":  "Error: no such option: -x\n",
		"--=x":       "Error: no such option: --  (Possible options: --files, --help, --http, --name, --noverify, --plugin-file, --plugins, --verify)\n",
		"-- -n --":   "",
		"--help -- ": "",
	} {
		_, err := fetching.Parse(strings.Fields(line))
		requireError(t, want, err, line)
	}
}

func TestArguments(t *testing.T) {
	for line, want := range map[string][2]string{"": {}, "a": {"a"}, "a b": {"a", "b"}} {
		values, err := getting.Parse(strings.Fields(line))
		require.NoError(t, err, line)
		require.Equal(t, want, [2]string{values.Argument("prop"), values.Argument("jail")}, line)
	}
	values, err := setting.Parse([]string{"a", "b", "c"})
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b"}, values.Words("prop"))
	require.Equal(t, "c", values.Argument("jail"))

	_, err = getting.Parse([]string{"a", "b", "c", "d"})
	requireError(t, "Usage: iocage get [OPTIONS] PROP JAIL\n\nError: Got unexpected extra arguments (c d)\n", err, "")
	_, err = setting.Parse(nil)
	requireError(t, "Usage: iocage set [OPTIONS] [PROP]... JAIL\n\nError: Missing argument \"jail\".\n", err, "")
	values, err = setting.Parse([]string{"--help"})
	require.NoError(t, err, "the help is printed whatever is missing")
	require.True(t, values.Help)
}

// executing passes on what it does not know; upgrading needs an option.
var (
	executing = click.Command{
		Name: "iocage exec", PassUnknown: true,
		Options: []click.Option{
			{Key: "host", Names: []string{"--host_user", "-u"}, Metavar: "TEXT"},
			{Key: "jail", Names: []string{"--jail_user", "-U"}, Metavar: "TEXT"},
		},
		Arguments: []click.Argument{{Name: "jail"}, {Name: "command", Many: true}},
	}
	upgrading = click.Command{
		Name: "iocage upgrade", Options: []click.Option{{Key: "release", Names: []string{"--release", "-r"}, Metavar: "TEXT", Required: true}},
		Arguments: []click.Argument{{Name: "jail"}},
	}
)

// What is no option of the command belongs to the words of its arguments
// (measured with Click 6.7).
func TestUnknownOptionsArePassedOn(t *testing.T) {
	for line, want := range map[string][]string{ // host, jail, the words
		"www ls -la":             {"", "", "www ls -la"},
		"www ls -lau x y":        {"x", "", "www ls -la y"},
		"www ls -lux y":          {"x", "", "www ls -l y"},
		"www --color=no -U= ls":  {"", "=", "www --color=no ls"},
		"-x www -- id -u":        {"", "", "-x www id -u"},
		"--host www --host_user": {"", "", "Error: --host_user option requires an argument\n"},
		"www id -u":              {"", "", "Error: -u option requires an argument\n"},
		"-u a -u b www":          {"b", "", "www"},
	} {
		values, err := executing.Parse(strings.Fields(line))
		if strings.HasPrefix(want[2], "Error") {
			requireError(t, want[2], err, line)
			continue
		}
		require.NoError(t, err, line)
		words := strings.TrimSpace(values.Argument("jail") + " " + values.Argument("command"))
		require.Equal(t, want, []string{values.Option("host"), values.Option("jail"), words}, line)
	}
}

func TestRequiredOption(t *testing.T) {
	const usage = "Usage: iocage upgrade [OPTIONS] JAIL\n\nError: "
	for line, want := range map[string]string{
		"a":        "Missing option \"--release\" / \"-r\".\n",
		"a b":      "Missing option \"--release\" / \"-r\".\n",
		"":         "Missing argument \"jail\".\n",
		"-r 1":     "Missing argument \"jail\".\n",
		"-r 1 a b": "Got unexpected extra argument (b)\n",
	} {
		_, err := upgrading.Parse(strings.Fields(line))
		requireError(t, usage+want, err, line)
	}
	values, err := upgrading.Parse([]string{"a", "-r", ""})
	require.NoError(t, err)
	require.Empty(t, values.Option("release"))
}

func TestParseFirst(t *testing.T) {
	group := click.Command{Options: []click.Option{{Key: "version", Names: []string{"--version"}}}}
	values, rest, err := group.ParseFirst([]string{"--version", "--", "list", "-l"})
	require.NoError(t, err)
	require.True(t, values.Has("version"))
	require.Equal(t, []string{"list", "-l"}, rest)
	_, _, err = group.ParseFirst([]string{"-v", "list"})
	requireError(t, "Error: no such option: -v\n", err, "")
}

func requireError(t *testing.T, want string, err error, line string) {
	t.Helper()
	if want == "" {
		require.NoError(t, err, line)
		return
	}
	require.EqualError(t, err, want, line)
	require.True(t, errors.As(err, new(click.UsageError)), line)
}

// Every word ends in an argument, in an option or in an error.
func TestNoWordIsLost(t *testing.T) {
	word := rapid.SampledFrom([]string{"", "-", "--", "x", "y=z", "-h", "-P", "-hP", "-n", "-na", "--name=b", "--files", "-NV", "-V", "--help", "-é", "\xff", "-\xff"})
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(word, 0, 6).Draw(t, "words")
		values, err := fetching.Parse(words)
		if err != nil {
			require.True(t, errors.As(err, new(click.UsageError)))
			require.True(t, strings.HasSuffix(err.Error(), "\n"))
			return
		}
		for _, operand := range values.Words("props") {
			require.Contains(t, words, operand)
		}
		if !values.Help && len(words) > 0 {
			kept := len(values.Words("props")) + len(values.All("name")) + len(values.All("files")) + len(values.All("http")) + len(values.All("verify")) + len(values.All("kind"))
			require.True(t, kept > 0 || words[0] == "--", "%q", words)
		}
	})
}

// FuzzParse looks for words that break the parser.
func FuzzParse(f *testing.F) {
	f.Add("-hPn\x00a\x00--files=b\x00--\x00-x")
	f.Add("--help=\x00-NV")
	f.Fuzz(func(t *testing.T, line string) {
		for _, c := range []*click.Command{&fetching, &getting, &setting, &executing, &upgrading} {
			_, _ = c.Parse(strings.Split(line, "\x00"))
			_, _, _ = c.ParseFirst(strings.Split(line, "\x00"))
		}
	})
}

func TestPage(t *testing.T) {
	c := click.Command{Name: "iocage list", Help: "List.", Arguments: []click.Argument{{Name: "jails", Many: true}}, Options: []click.Option{
		{Names: []string{"--release", "--base", "-r", "-b"}, Help: "List fetched releases."},
		{Names: []string{"--verify", "-V"}, Off: []string{"--noverify", "-NV"}, Help: "Verify certificates of every server that there is, and of every one that there was."},
		{Names: []string{"--count", "-c"}, Metavar: "TEXT"},
	}}
	require.Equal(t, `Usage: iocage list [OPTIONS] [JAILS]...

  List.

Options:
  -r, -b, --release, --base       List fetched releases.
  -V, --verify / -NV, --noverify  Verify certificates of every server that
                                  there is, and of every one that there was.
  -c, --count TEXT
  --help                          Show this message and exit.
`, c.Page())
}
