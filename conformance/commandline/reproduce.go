package commandline

import (
	"strings"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/conformance"
)

// addReproduction says of each failure how it is seen again.
func (f *runFlags) addReproduction(result conformance.Result) {
	words := f.targetWords()
	for i := range result.Checks {
		o := &result.Checks[i]
		if o.Status == conformance.Fail || o.Status == conformance.Error {
			o.Reproduce = commandLine(append(words, "--edition", o.Check.Edition.Name, "--run", o.Check.ID))
		}
	}
}

// targetWords are the program, its command and the flags that say what is
// judged, as they were given. A password is in none of them but, against
// advice, in the command of --exec: there it is left out.
func (f *runFlags) targetWords() []string {
	words := []string{"sysadm-conformance", "run"}
	for _, flag := range f.given {
		switch {
		case flag.isBool && flag.value == "true":
			words = append(words, "--"+flag.name)
		case flag.isBool:
			words = append(words, "--"+flag.name+"="+flag.value)
		case flag.name == "exec":
			words = append(words, "--exec", withoutSecrets(flag.value, f.secrets))
		default:
			words = append(words, "--"+flag.name, flag.value)
		}
	}
	return words[:len(words):len(words)]
}

// A givenFlag is one that stands on the command line.
type givenFlag struct {
	name, value string
	isBool      bool
}

// rememberTarget keeps the flags that say what is judged, before a profile adds
// its own.
func (f *runFlags) rememberTarget() {
	target := pflag.NewFlagSet("", pflag.ContinueOnError)
	new(reach).addHost(target)
	new(touch).addTouch(target)
	for _, name := range []string{"compat", "known", "timeout", "check-timeout"} {
		target.AddFlag(f.flags.Lookup(name))
	}
	f.flags.Visit(func(flag *pflag.Flag) {
		if target.Lookup(flag.Name) != nil {
			f.given = append(f.given, givenFlag{flag.Name, flag.Value.String(), flag.Value.Type() == "bool"})
		}
	})
}

func withoutSecrets(text string, secrets []string) string {
	for _, secret := range secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "<password>")
		}
	}
	return text
}

// commandLine joins words for a POSIX shell.
func commandLine(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = shellQuoted(word)
	}
	return strings.Join(quoted, " ")
}

// plainSigns are those that mean themselves to every POSIX shell wherever they
// stand, beside letters and digits.
const plainSigns = "@%_+:,./-="

// shellQuoted writes a word so that a POSIX shell reads just it.
func shellQuoted(word string) string {
	special := func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune(plainSigns, r))
	}
	if word != "" && !strings.ContainsFunc(word, special) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
