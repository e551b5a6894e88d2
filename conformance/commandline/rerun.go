package commandline

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/report"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

func (f *runFlags) addRerun(fs *pflag.FlagSet) {
	fs.StringVar(&f.rerunFailed, "rerun-failed", "", "run only the checks that failed or could not be judged in this JSON report; in its editions, unless --edition is given")
}

// rerun selects what failed or could not be judged in an earlier run. A report
// without any is no reason to say that all is well: it is refused.
func (f *runFlags) rerun(o *conformance.Options) error {
	if f.rerunFailed == "" {
		return nil
	}
	if len(f.run) > 0 {
		return errors.New("cannot use --rerun-failed together with --run: the report selects the checks")
	}
	earlier, err := report.ReadFile(f.rerunFailed)
	if err != nil {
		return err
	}
	given := len(f.editions) > 0
	for _, one := range earlier.Checks {
		e := one.Check.Edition
		if one.Status != conformance.Fail && one.Status != conformance.Error {
			continue
		}
		chosen := slices.ContainsFunc(o.Editions, func(other edition.Edition) bool { return other.Name == e.Name })
		if given && !chosen {
			continue
		}
		if !chosen {
			o.Editions = append(o.Editions, e)
		}
		o.Run = append(o.Run, e.Name+"/"+one.Check.ID)
	}
	if len(o.Run) == 0 {
		return fmt.Errorf("nothing to run again: %s has no check%s that failed or could not be judged", f.rerunFailed, f.ofEditions())
	}
	return nil
}

// ofEditions says which editions were asked for, if any were.
func (f *runFlags) ofEditions() string {
	if len(f.editions) == 0 {
		return ""
	}
	return " of edition " + strings.Join(f.editions, " or ")
}
