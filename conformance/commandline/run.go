package commandline

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/known"
)

// runFlags are the command line of run, and what fleet judges one of its targets by.
type runFlags struct {
	reach
	touch
	selection
	display
	parallel    int
	shuffle     shuffle
	failOn      string
	noSkips     bool
	known       string
	rerunFailed string
	record      string

	// given are the flags of the command line that say what is judged.
	given []givenFlag

	// named are the flags that name the host, those of the profile included.
	named map[string][]string
}

func (f *runFlags) addVerdict(fs *pflag.FlagSet) {
	f.addTimeouts(fs)
	fs.IntVar(&f.parallel, "parallel", 0, "checks at once (default one more than there are CPUs)")
	f.addShuffle(fs)
	fs.StringVar(&f.failOn, "fail-on", "should", "weakest level whose failures count: must or should")
	fs.BoolVar(&f.noSkips, "no-skips", false, "take a check that is skipped for one that could not be judged")
	fs.StringVar(&f.known, "known", "", "file of known failures and flakes, by check id")
}

// options turns the command line of run into options, or says what is wrong
// with it.
func (f *runFlags) options(env Env) (conformance.Options, error) {
	o, err := f.judgement()
	if err != nil {
		return o, err
	}
	if o.Host, err = f.host(env); err != nil {
		return o, err
	}
	return o, f.touch.check(&f.reach)
}

// judgement are the options but for the host.
func (f *runFlags) judgement() (conformance.Options, error) {
	o, err := f.selected()
	if err != nil {
		return o, err
	}
	if err := f.checkPool(); err != nil {
		return o, err
	}
	f.allow(&o)
	o.Timeout, o.CheckTimeout, o.Parallel = f.timeout, f.checkTimeout, f.parallel
	o.Shuffle = uint64(f.shuffle)
	o.FailOn, o.NoSkips = conformance.Level(strings.ToUpper(f.failOn)), f.noSkips
	switch {
	case o.FailOn != conformance.Must && o.FailOn != conformance.Should:
		return o, fmt.Errorf("unknown level %q for --fail-on: use must or should", f.failOn)
	case f.timeout <= 0, f.checkTimeout < 0:
		return o, errors.New("cannot wait no time at all: --timeout must be positive")
	case f.parallel < 0:
		return o, errors.New("cannot run a negative number of checks at once: --parallel must be positive")
	}
	if f.known != "" {
		if o.Known, err = known.Load(f.known); err != nil {
			return o, err
		}
	}
	return o, err
}

// checkPool refuses a pool that nothing would be done to. A profile may name one
// for the runs that may.
func (f *runFlags) checkPool() error {
	named := slices.ContainsFunc(f.given, func(g givenFlag) bool { return g.name == "pool" })
	if named && !f.simulated() && !f.destructive {
		return errors.New("cannot use --pool without --destructive: nothing would be done to it: add --destructive, or leave --pool out")
	}
	return nil
}
