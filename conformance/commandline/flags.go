package commandline

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/known"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// flags are the flags of all commands that judge a target or look at checks: each
// command adds the groups that it has.
type flags struct {
	editions     []string
	compat       string
	run, skip    []string
	levels       []string
	sections     []string
	shard        string
	rerunFailed  string
	color        string
	quiet        bool
	verbose      bool
	ws, rest     string
	user         string
	passwordFile string
	operator     string
	operatorFile string
	ca           string
	fingerprint  string
	insecure     bool
	exec         string
	sim          string
	destructive  bool
	jail, pool   string
	release      string
	noNewJails   bool
	noJobs       bool
	journal      string
	known        string
	target       string
	targets      string
	timeout      time.Duration
	checkTimeout time.Duration
	parallel     int
	shuffle      shuffle
	failOn       string
	noSkips      bool
	reports      []string
	record       string

	// given are the flags of the command line that say what is judged, and
	// secrets what must not be shown of them.
	given   []givenFlag
	secrets []string

	// named are the flags that name the host, those of the profile included.
	named map[string][]string

	// The passwords of the profile.
	password, operatorPassword string
}

func (f *flags) addTarget(fs *pflag.FlagSet) {
	f.addHost(fs)
	f.addTouch(fs)
}

// addHost adds the flags that say where the host is, and who logs in.
func (f *flags) addHost(fs *pflag.FlagSet) {
	f.addProfile(fs)
	fs.StringVar(&f.ws, "ws", "", "address of the WebSocket port to judge, as wss://host:port")
	fs.StringVar(&f.rest, "rest", "", "address of the REST port to judge, as https://host:port")
	fs.StringVar(&f.exec, "exec", "", "command to start and judge: it prints a ready line and ends on SIGTERM; split at blanks and quotes, no shell")
	fs.StringVar(&f.sim, "sim", "", "the program sysadm-sim (default: beside this program, then on PATH)")
	fs.StringVar(&f.user, "user", "", "user to log in as, where the ready line names none")
	fs.StringVar(&f.passwordFile, "password-file", "", "file whose first line is the password (default: environment SYSADM_PASSWORD)")
	fs.StringVar(&f.operator, "operator", "", "another user, who may not run commands, for the checks of that (default: they are skipped)")
	fs.StringVar(&f.operatorFile, "operator-password-file", "", "file whose first line is the operator's password (default: environment SYSADM_OPERATOR_PASSWORD)")
	fs.StringVar(&f.ca, "ca", "", "PEM file of the certificates to trust")
	fs.StringVar(&f.fingerprint, "fingerprint", "", "SHA-256 fingerprint of the server's certificate, colons optional")
	fs.BoolVar(&f.insecure, "insecure", false, "trust any certificate")
}

// addTouch adds the flags that say what may be changed, and where that is noted.
func (f *flags) addTouch(fs *pflag.FlagSet) {
	fs.BoolVar(&f.destructive, "destructive", false, "allow checks that change the target: they make jails of their own and destroy them, and borrow --jail and --pool")
	fs.StringVar(&f.jail, "jail", "", "jail, by its tag, that checks may start and stop in place of one of their own")
	fs.StringVar(&f.pool, "pool", "", "pool that checks may activate and deactivate")
	fs.StringVar(&f.release, "release", "", "release to make jails of (default: that of a jail which is there)")
	fs.BoolVar(&f.noNewJails, "no-new-jails", false, "make no jails on the target, even with --destructive")
	addJournal(fs, &f.journal)
	fs.BoolVar(&f.noJobs, "no-jobs", false, "run no jobs on the target")
}

func (f *flags) addEditions(fs *pflag.FlagSet) {
	fs.StringArrayVar(&f.editions, "edition", nil, "edition to judge by, repeatable, or all (default "+edition.Default.Name+")")
}

func (f *flags) addSelection(fs *pflag.FlagSet) {
	f.addEditions(fs)
	f.addCompat(fs)
	fs.StringArrayVar(&f.run, "run", nil, "only checks whose id, or edition/id, matches the glob, repeatable; * is any text")
	fs.StringArrayVar(&f.skip, "skip", nil, "leave out checks whose id, or edition/id, matches the glob, repeatable")
	fs.StringSliceVar(&f.levels, "level", nil, "only checks of this level, repeatable: must, should or may")
	fs.StringArrayVar(&f.sections, "section", nil, "only checks whose section of the documents matches the glob, repeatable")
	fs.StringVar(&f.shard, "shard", "", "only part `I/N` of the selected checks, as in 2/4; merge puts the reports together")
}

func (f *flags) addCompat(fs *pflag.FlagSet) {
	fs.StringVar(&f.compat, "compat", edition.Documented.Name, "what the server claims: documented, or reference for the original server's ways")
}

func (f *flags) addTimeouts(fs *pflag.FlagSet) {
	fs.DurationVar(&f.timeout, "timeout", 30*time.Second, "limit of every single wait for the server")
	fs.DurationVar(&f.checkTimeout, "check-timeout", 0, "limit of a whole check (default four times --timeout)")
}

func (f *flags) addVerdict(fs *pflag.FlagSet) {
	f.addTimeouts(fs)
	fs.IntVar(&f.parallel, "parallel", 0, "checks at once (default one more than there are CPUs)")
	f.addShuffle(fs)
	fs.StringVar(&f.failOn, "fail-on", "should", "weakest level whose failures count: must or should")
	fs.BoolVar(&f.noSkips, "no-skips", false, "take a check that is skipped for one that could not be judged")
	fs.StringVar(&f.known, "known", "", "file of known failures and flakes, by check id")
}

// addReports adds the flag for reports of one of the forms.
func (f *flags) addReports(fs *pflag.FlagSet, forms string) {
	fs.StringArrayVar(&f.reports, "report", nil, "also write a report, repeatable: "+forms+"; - for FILE is standard output")
}

// addDisplay adds the flags that say how a verdict is shown.
func (f *flags) addDisplay(fs *pflag.FlagSet) {
	fs.StringVar(&f.color, "color", "auto", "colours: auto (on a terminal, unless NO_COLOR is set), always or never")
	fs.BoolVarP(&f.quiet, "quiet", "q", false, "print failures and the verdict only")
}

// selection is the part of the options that list has, too.
func (f *flags) selection() (conformance.Options, error) {
	o := conformance.Options{Run: f.run, Skip: f.skip, Sections: f.sections}
	var err error
	if o.Levels, err = parseLevels(f.levels); err != nil {
		return o, err
	}
	if o.Compat, err = edition.FindCompat(f.compat); err != nil {
		return o, err
	}
	if f.shard != "" {
		if o.Shard, err = conformance.ParseShard(f.shard); err != nil {
			return o, err
		}
	}
	o.Editions, err = f.chosenEditions()
	return o, err
}

// chosenEditions are those that were named, none if none was.
func (f *flags) chosenEditions() ([]edition.Edition, error) {
	var list []edition.Edition
	for _, name := range f.editions {
		if name == "all" {
			return edition.Editions, nil
		}
		e, err := edition.Find(name)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// orDefault is the default edition where none is named.
func orDefault(editions []edition.Edition) []edition.Edition {
	if len(editions) == 0 {
		return []edition.Edition{edition.Default}
	}
	return editions
}

// parseLevels reads the values of --level.
func parseLevels(values []string) ([]conformance.Level, error) {
	var levels []conformance.Level
	for _, value := range values {
		level := conformance.Level(strings.ToUpper(value))
		if !slices.Contains(conformance.Levels, level) {
			return nil, fmt.Errorf("unknown level %q for --level: use must, should or may", value)
		}
		levels = append(levels, level)
	}
	return levels, nil
}

// options turns the command line of run into options, or says what is wrong
// with it.
func (f *flags) options(env Env) (conformance.Options, error) {
	o, err := f.judgement()
	if err == nil {
		o.Host, err = f.host(env)
	}
	return o, err
}

// judgement are the options but for the host.
func (f *flags) judgement() (conformance.Options, error) {
	o, err := f.selection()
	if err != nil {
		return o, err
	}
	if err := f.checkTouch(); err != nil {
		return o, err
	}
	f.touch(&o)
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

// checkTouch refuses a pool that nothing would be done to. A profile may name one
// for the runs that may.
func (f *flags) checkTouch() error {
	named := slices.ContainsFunc(f.given, func(g givenFlag) bool { return g.name == "pool" })
	if named && !f.simulated() && !f.destructive {
		return errors.New("cannot use --pool without --destructive: nothing would be done to it: add --destructive, or leave --pool out")
	}
	return nil
}

// touch says what may be changed.
func (f *flags) touch(o *conformance.Options) {
	o.Destructive, o.Jail, o.Pool, o.Release = f.destructive, f.jail, f.pool, f.release
	o.NoNewJails, o.NoJobs = f.noNewJails, f.noJobs
}
