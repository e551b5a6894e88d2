package commandline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/fuzz"
	"github.com/sysadm-go/sysadm/conformance/internal/journal"
)

func addJournal(fs *pflag.FlagSet, dir *string) {
	fs.StringVar(dir, "journal", "", "folder of the journals of runs (default: sysadm-conformance in $XDG_STATE_HOME or ~/.local/state)")
}

// journalFolder is the folder of journals where none is named.
func journalFolder(named string, env Env) (string, error) {
	if named != "" {
		return named, nil
	}
	folder, err := userFolder(env, "XDG_STATE_HOME", filepath.Join(".local", "state"))
	if err != nil {
		return "", fmt.Errorf("%w: name a folder with --journal", err)
	}
	return folder, nil
}

// hostFlags are those that say where the host is and who logs in, and those of
// them that are paths. A journal keeps them, for cleanup to find the same host.
var (
	hostFlags = []string{
		"target", "targets", "ws", "rest", "exec", "user", "password-file", "operator", "operator-password-file",
		"ca", "fingerprint", "insecure", "compat", "timeout",
	}
	pathFlags = []string{"targets", "password-file", "operator-password-file", "ca"}
)

// named are the host flags that are set, by the command line or the profile, with whole
// paths.
func (f *reach) named() map[string][]string {
	named := map[string][]string{}
	for _, name := range hostFlags {
		if flag := f.flags.Lookup(name); flag != nil && flag.Changed {
			named[name] = []string{flag.Value.String()}
		}
	}
	for _, name := range pathFlags {
		for i, path := range named[name] {
			if whole, err := filepath.Abs(path); err == nil {
				named[name][i] = whole
			}
		}
	}
	return named
}

// runWithJournal judges a host. What is changed on one that is not simulated is
// noted on disk before.
func (f *runFlags) runWithJournal(ctx context.Context, env Env, o conformance.Options) (conformance.Result, error) {
	if o.Host.Simulated() {
		return conformance.Run(ctx, o)
	}
	folder, err := journalFolder(f.journal, env)
	if err != nil && f.destructive {
		return conformance.Result{}, err
	}
	j := journal.New(folder, f.named())
	o.Ledger = j
	result, err := conformance.Run(ctx, o)
	return result, errors.Join(err, j.End())
}

// withJournal drives targets. The jails that are made on one that stays are noted
// on disk before; the error says what is left of them.
func (f *fuzzFlags) withJournal(env Env, o fuzz.Options, drive func(fuzz.Options) (*fuzz.Violation, error)) (v *fuzz.Violation, err error) {
	defer func() { err = errors.Join(err, closeTargets(o)) }()
	if o.Target.Simulated() || !o.Destructive {
		return drive(o)
	}
	folder, err := journalFolder(f.journal, env)
	if err != nil {
		return nil, err
	}
	j := journal.New(folder, f.named())
	o.Ledger = j
	v, err = drive(o)
	if len(j.Owed()) > 0 {
		err = errors.Join(err, fmt.Errorf("cannot destroy all jails that the run has made: see sysadm-conformance cleanup --run %s", o.RunID))
	}
	return v, errors.Join(err, j.End())
}
