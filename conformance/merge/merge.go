// Package merge makes one result of those of several shards.
package merge

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/inventory"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// Results combines the results of the shards of one target. The checks of a
// missing shard were not run, so the verdict cannot be Passes. The error says
// why the results do not belong together.
func Results(shards []conformance.Result) (conformance.Result, error) {
	var there []conformance.Shard
	for _, s := range shards {
		there = append(there, s.Shard)
	}
	lacking, err := Lacking(there)
	if err != nil {
		return conformance.Result{}, err
	}
	for _, s := range shards {
		if err := belong(shards[0], s); err != nil {
			return conformance.Result{}, err
		}
	}
	whole, err := join(shards)
	if lacking != "" {
		whole.Unable = errors.Join(whole.Unable, fmt.Errorf("cannot judge to the end: no report of shard %s", lacking))
	}
	return whole, err
}

// belong says why two shards cannot be parts of one judgement.
func belong(first, other conformance.Result) error {
	for _, both := range []struct {
		what         string
		first, other any
	}{
		{"versions of the suite", first.Version, other.Version},
		{"targets", first.Target.String(), other.Target.String()},
		{"editions", editionNames(first.Editions), editionNames(other.Editions)},
		{"ways of being compatible", first.Compat.Name, other.Compat.Name},
		{"levels of --fail-on", first.FailOn, other.FailOn},
		{"uses of --no-skips", first.NoSkips, other.NoSkips},
	} {
		if both.first != both.other {
			return fmt.Errorf("cannot merge: the shards are of different %s: %v and %v", both.what, both.first, both.other)
		}
	}
	return nil
}

func editionNames(editions []edition.Edition) string {
	var names []string
	for _, e := range editions {
		names = append(names, e.Name)
	}
	return strings.Join(names, ", ")
}

// namesOf names the checks, in their order.
func namesOf(outcomes []conformance.Outcome) []string {
	list := make([]string, len(outcomes))
	for i, o := range outcomes {
		list[i] = o.Check.Edition.Name + "/" + o.Check.ID
	}
	return list
}

// join makes one result of shards that belong together.
func join(shards []conformance.Result) (whole conformance.Result, err error) {
	whole = shards[0]
	whole.Shard, whole.Checks, whole.RunID = conformance.Shard{}, nil, ""
	whole.NotRun, whole.Changes, whole.Owed, whole.Unable, whole.EndError = 0, nil, nil, nil, nil
	for _, s := range shards {
		add(&whole, s)
	}
	whole.Checks, err = pick(shards)
	left := len(whole.Checks)
	whole.Checks = slices.DeleteFunc(whole.Checks, func(o conformance.Outcome) bool { return o.Status == "" })
	whole.NotRun = max(whole.NotRun, left-len(whole.Checks))
	return whole, err
}

// add takes over what a shard tells beside its checks.
func add(r *conformance.Result, s conformance.Result) {
	begin, end := r.Start, r.Start.Add(r.Duration)
	if s.Start.Before(begin) {
		begin = s.Start
	}
	if e := s.Start.Add(s.Duration); e.After(end) {
		end = e
	}
	r.Start, r.Duration = begin, end.Sub(begin)
	r.NotRun += s.NotRun
	r.Changes = append(r.Changes, s.Changes...)
	r.Owed = append(r.Owed, s.Owed...)
	if len(s.Owed) > 0 || inventory.Owes(s.Changes) {
		r.RunID = s.RunID
	}
	r.Unable = errors.Join(r.Unable, ofShard(s.Shard, s.Unable))
	r.EndError = errors.Join(r.EndError, ofShard(s.Shard, s.EndError))
}

func ofShard(s conformance.Shard, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("shard %s: %w", s, err)
}

// pick returns what became of each check in the shard that has it, edition by
// edition. One has no status if that shard is missing, or did not come to it.
func pick(shards []conformance.Result) ([]conformance.Outcome, error) {
	var all []conformance.Outcome
	place := map[string]int{}
	for _, s := range shards {
		for i, key := range namesOf(s.Checks) {
			o := s.Checks[i]
			at, known := place[key]
			if !known {
				at = len(all)
				place[key] = at
				all = append(all, conformance.Outcome{Check: o.Check})
			}
			switch {
			case o.Status == conformance.Disabled && o.Message == s.Shard.Outside():
			case all[at].Status != "" && all[at].Status != conformance.Disabled:
				return nil, fmt.Errorf("cannot merge: check %s was judged in two shards", key)
			default:
				all[at] = o
			}
		}
	}
	for _, s := range shards {
		if len(s.Checks)+s.NotRun != len(all) && len(s.Checks) > 0 {
			return nil, errors.New("cannot merge: the shards are of different selections of checks: give --run, --skip and --level alike to all")
		}
	}
	return byEdition(all, shards[0].Editions), nil
}

// byEdition keeps the order of the checks within each edition.
func byEdition(all []conformance.Outcome, editions []edition.Edition) []conformance.Outcome {
	var list []conformance.Outcome
	for _, e := range editions {
		for _, o := range all {
			if o.Check.Edition.Name == e.Name {
				list = append(list, o)
			}
		}
	}
	return list
}
