package commandline

import (
	"errors"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/conformance"
)

// touch are the flags that say what may be changed on the host, and where that is noted.
type touch struct {
	destructive bool
	jail, pool  string
	release     string
	noNewJails  bool
	noJobs      bool
	journal     string
}

func (f *touch) addTouch(fs *pflag.FlagSet) {
	fs.BoolVar(&f.destructive, "destructive", false, "allow checks that change the target: they make jails of their own and destroy them, and borrow --jail and --pool")
	fs.StringVar(&f.jail, "jail", "", "tag of a jail that checks may start and stop instead of one of their own")
	fs.StringVar(&f.pool, "pool", "", "pool that checks may activate and deactivate")
	fs.StringVar(&f.release, "release", "", "release to make jails of (default: that of an existing jail)")
	fs.BoolVar(&f.noNewJails, "no-new-jails", false, "make no jails on the target, even with --destructive")
	addJournal(fs, &f.journal)
	fs.BoolVar(&f.noJobs, "no-jobs", false, "run no jobs on the target")
}

// check refuses leave to change a host on which nothing may be changed.
func (f *touch) check(r *reach) error {
	if f.destructive && !r.simulated() && f.noNewJails && f.jail == "" && f.pool == "" {
		return errors.New("cannot use --destructive where nothing may be changed: allow new jails, or add --jail or --pool")
	}
	return nil
}

// allow says what may be changed.
func (f *touch) allow(o *conformance.Options) {
	o.Destructive, o.Jail, o.Pool, o.Release = f.destructive, f.jail, f.pool, f.release
	o.NoNewJails, o.NoJobs = f.noNewJails, f.noJobs
}
