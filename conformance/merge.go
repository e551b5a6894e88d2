package conformance

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/inventory"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// Merge combines the results of the shards of one target. The checks of a
// missing shard were not run, so the verdict cannot be Passes. The error says
// why the results do not belong together.
func Merge(shards []Result) (Result, error) {
	var there []Shard
	for _, s := range shards {
		there = append(there, s.Shard)
	}
	lacking, err := LackingShards(there)
	if err != nil {
		return Result{}, err
	}
	for _, s := range shards {
		if err := s.belongs(shards[0]); err != nil {
			return Result{}, err
		}
	}
	whole, err := join(shards)
	if lacking != "" {
		whole.Unable = errors.Join(whole.Unable, fmt.Errorf("cannot judge to the end: no report of shard %s", lacking))
	}
	return whole, err
}

// belongs says why two shards cannot be parts of one judgement.
func (r Result) belongs(first Result) error {
	for _, both := range []struct {
		what        string
		mine, first any
	}{
		{"versions of the suite", r.Version, first.Version},
		{"targets", r.Target.String(), first.Target.String()},
		{"editions", editionNames(r.Editions), editionNames(first.Editions)},
		{"ways of being compatible", r.Compat.Name, first.Compat.Name},
		{"levels of --fail-on", r.FailOn, first.FailOn},
		{"uses of --no-skips", r.NoSkips, first.NoSkips},
	} {
		if both.mine != both.first {
			return fmt.Errorf("cannot merge: the shards are of different %s: %v and %v", both.what, both.first, both.mine)
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
func namesOf(outcomes []Outcome) []string {
	list := make([]string, len(outcomes))
	for i, o := range outcomes {
		list[i] = o.Check.Edition.Name + "/" + o.Check.ID
	}
	return list
}

// join makes one result of shards that belong together.
func join(shards []Result) (whole Result, err error) {
	whole = shards[0]
	whole.Shard, whole.Checks, whole.RunID = Shard{}, nil, ""
	whole.NotRun, whole.Changes, whole.Owed, whole.Unable, whole.EndError = 0, nil, nil, nil, nil
	for _, s := range shards {
		whole.add(s)
	}
	whole.Checks, err = pick(shards)
	left := len(whole.Checks)
	whole.Checks = slices.DeleteFunc(whole.Checks, func(o Outcome) bool { return o.Status == "" })
	whole.NotRun = max(whole.NotRun, left-len(whole.Checks))
	return whole, err
}

// add takes over what a shard tells beside its checks.
func (r *Result) add(s Result) {
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

func ofShard(s Shard, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("shard %s: %w", s, err)
}

// pick returns what became of each check in the shard that has it, edition by
// edition. One has no status if that shard is missing, or did not come to it.
func pick(shards []Result) ([]Outcome, error) {
	var all []Outcome
	place := map[string]int{}
	for _, s := range shards {
		for i, key := range namesOf(s.Checks) {
			o := s.Checks[i]
			at, known := place[key]
			if !known {
				at = len(all)
				place[key] = at
				all = append(all, Outcome{Check: o.Check})
			}
			switch {
			case o.Status == Disabled && o.Message == s.Shard.outside():
			case all[at].Status != "" && all[at].Status != Disabled:
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
func byEdition(all []Outcome, editions []edition.Edition) []Outcome {
	var list []Outcome
	for _, e := range editions {
		for _, o := range all {
			if o.Check.Edition.Name == e.Name {
				list = append(list, o)
			}
		}
	}
	return list
}
