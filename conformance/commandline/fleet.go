package commandline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"slices"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/fleet"
	"github.com/sysadm-go/sysadm/conformance/internal/target"
	"github.com/sysadm-go/sysadm/conformance/report"
)

// addForEach adds the flags of run that hold for every target.
func (f *runFlags) addForEach(fs *pflag.FlagSet) {
	f.addSelection(fs)
	f.addTouch(fs)
	f.addVerdict(fs)
}

// chosenTargets are the names of the profiles that any of the globs matches, and
// of those what the shard has.
func (f *fleetFlags) chosenTargets(globs []string, shard conformance.Shard) (chosen []string, err error) {
	if f.targets, err = targetsFile(f.targets, f.env); err != nil {
		return nil, err
	}
	if f.file, err = target.Load(f.targets); err != nil {
		return nil, err
	}
	names, err := f.file.Matching(globs)
	if err != nil {
		return nil, err
	}
	for place, name := range names {
		if shard.Takes(place) {
			chosen = append(chosen, name)
		}
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("cannot select targets: shard %s has none of the %d that are selected", shard, len(names))
	}
	return chosen, nil
}

// judgeOne judges a target as run --target does.
func (f *fleetFlags) judgeOne(ctx context.Context, name string) fleet.Member {
	one := &runFlags{}
	result, err := one.judgeTarget(ctx, f, name)
	one.addReproduction(result)
	if f.reportsFolder != "" && len(result.Checks) > 0 {
		to := destination[conformance.Result]{report.JSON, filepath.Join(f.reportsFolder, url.PathEscape(name)+".json")}
		err = errors.Join(err, to.write(io.Discard, result))
	}
	return fleet.Summarize(name, result, err)
}

// judgeTarget judges by the flags of the whole fleet and the target's profile.
func (f *runFlags) judgeTarget(ctx context.Context, all *fleetFlags, name string) (conformance.Result, error) {
	set := pflag.NewFlagSet("", pflag.ContinueOnError)
	f.addForEach(set)
	f.addHost(set)
	given, err := all.copyTo(set)
	if err != nil {
		return conformance.Result{}, err
	}
	err = errors.Join(set.Set("target", name), set.Set("targets", all.targets))
	if err != nil {
		return conformance.Result{}, err
	}
	f.rememberTarget()
	p, err := all.file.Find(name)
	if err != nil {
		return conformance.Result{}, err
	}
	if err := f.useProfile(ctx, given, all.env, p); err != nil {
		return conformance.Result{}, err
	}
	options, err := f.options(all.env)
	if err != nil {
		return conformance.Result{}, err
	}
	options.Parallel = cmp.Or(options.Parallel, 1) // there are other targets
	return f.runWithJournal(ctx, all.env, options)
}

// forEach are the flags of the command line that hold for every target. They are
// looked up once: to go through a set of flags sorts it.
func (f *fleetFlags) forEach() (list []*pflag.Flag) {
	f.set.Visit(func(flag *pflag.Flag) {
		if flag.Name != "shard" && flag.Name != "targets" {
			list = append(list, flag)
		}
	})
	return list
}

// copyTo sets those flags that are all targets', and tells which they are.
func (f *fleetFlags) copyTo(set *pflag.FlagSet) (given func(string) bool, err error) {
	var names []string
	for _, flag := range f.common {
		to := set.Lookup(flag.Name)
		if to == nil {
			continue
		}
		names = append(names, flag.Name)
		to.Changed = true
		if list, is := flag.Value.(pflag.SliceValue); is {
			err = errors.Join(err, to.Value.(pflag.SliceValue).Replace(list.GetSlice()))
			continue
		}
		err = errors.Join(err, to.Value.Set(flag.Value.String()))
	}
	return func(name string) bool { return slices.Contains(names, name) }, err
}
