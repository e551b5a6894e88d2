package commandline

import (
	"regexp"
	"strings"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/conformance"
)

// addReproduction says of each failure how it is seen again.
func (f *flags) addReproduction(result conformance.Result) {
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
func (f *flags) targetWords() []string {
	target := pflag.NewFlagSet("", pflag.ContinueOnError)
	new(flags).addTarget(target)
	new(flags).addClaim(target)
	words := []string{"sysadm-conformance", "run"}
	f.given.Visit(func(flag *pflag.Flag) {
		switch {
		case target.Lookup(flag.Name) == nil:
		case flag.Value.Type() == "bool":
			words = append(words, "--"+flag.Name+"="+flag.Value.String())
		default:
			words = append(words, "--"+flag.Name, f.withoutSecrets(flag.Value.String()))
		}
	})
	return words[:len(words):len(words)]
}
