package iocage_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

func TestExecute(t *testing.T) {
	p := fails(0, "hi   there\nkey: a:b\nERROR: a word\n", "warning\n")
	got, err := client(p).Execute(t.Context(), "www", "root", `echo "hi   there"`)
	require.NoError(t, err)
	require.Equal(t, iocage.Transcript{"hi there": "", "key": " a:b", "ERROR": " a word", "warning": ""}, got)
	require.Equal(t, [][]string{{"exec", "-U", "root", "www", "echo", "hi   there"}}, p.asked)

	got, err = client(prints("")).Execute(t.Context(), "www", "root", "true")
	require.NoError(t, err)
	require.Equal(t, iocage.Transcript{}, got, "a command may print nothing")
}

func TestExecuteFails(t *testing.T) {
	for line, p := range map[string]*printer{
		`jexec: jail "ioc-x" not found`:                    fails(1, "", "jexec: jail \"ioc-x\" not found\n"),
		"jexec: execvp: nosuch: No such file or directory": fails(0, "", "jexec: execvp: nosuch: No such file or directory\n"),
		"ERROR: www not found!":                            fails(1, "", "  ERROR: www not found!\n"),
		"the last line":                                    fails(3, "one\nthe last line\n", ""),
		"iocage ended with status 1 and said nothing":      fails(1, "", ""),
		"grep: nosuch: No such file or directory":          fails(2, "", "grep: nosuch: No such file or directory\n"),
	} {
		_, err := client(p).Execute(t.Context(), "www", "root", "x")
		require.EqualError(t, err, line)
	}
}

func TestExecuteRefuses(t *testing.T) {
	for _, x := range [][3]string{
		{"", "root", "true"}, {"-f", "root", "true"}, {"ALL", "root", "true"}, {"default", "root", "true"},
		{"www", "", "true"}, {"www", "-U", "true"}, {"www", "ro ot", "true"}, {"www", "root\x00", "true"}, {"www", "$(id)", "true"},
		{"www", "root", ""}, {"www", "root", " \t\n"}, {"www", "root", `""`}, {"www", "root", "echo \x00"}, {"www", "root", "echo \x1b[0m"},
	} {
		p := prints("")
		_, err := client(p).Execute(t.Context(), x[0], x[1], x[2])
		var refusal *iocage.Refusal
		require.ErrorAs(t, err, &refusal, "%q", x)
		require.Empty(t, p.asked, "%q reached the command", x)
	}
}

// The words are those into which the original server split the text.
func TestCommandWords(t *testing.T) {
	for command, want := range map[string][]string{
		"echo hi":             {"echo", "hi"},
		"  echo \t hi\n ":     {"echo", "hi"},
		`a"b c"d`:             {"ab cd"},
		`echo "a b" c`:        {"echo", "a b", "c"},
		`echo "a b`:           {"echo", "a b"},
		`echo "" x`:           {"echo", "x"},
		`say """hi"""`:        {"say", `"hi"`},
		`say """"hi there"`:   {"say", `"hi there`},
		"a\u00a0b":            {"a", "b"},
		`echo 'a b' $HOME;id`: {"echo", "'a", "b'", "$HOME;id"},
		`sh -c "x | y > z"`:   {"sh", "-c", "x | y > z"},
		`echo \"x\"`:          {"echo", `\x\`},
	} {
		p := prints("")
		_, err := client(p).Execute(t.Context(), "www", "root", command)
		require.NoError(t, err, command)
		require.Equal(t, append([]string{"exec", "-U", "root", "www"}, want...), p.asked[0], command)
	}
}

// For any command, no word is empty. Without quotes, the words are those
// between the blanks.
func FuzzCommandWords(f *testing.F) {
	for _, text := range []string{`echo hi`, `a"b c"d`, `"""`, `""""`, "\u00a0\u2003", `"`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, command string) {
		p := prints("")
		if _, err := client(p).Execute(t.Context(), "www", "root", command); err != nil {
			require.Empty(t, p.asked)
			return
		}
		words := p.asked[0][4:]
		require.NotContains(t, words, "")
		if !strings.Contains(command, `"`) {
			require.Equal(t, strings.Join(strings.Fields(command), " "), strings.Join(words, " "))
		}
	})
}
