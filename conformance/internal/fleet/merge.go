package fleet

import (
	"fmt"
	"maps"
	"slices"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/merge"
)

// Merge puts together what the shards of one fleet were found to be. A shard that
// is missing keeps the whole from being judged. The error says why the results do
// not belong together.
func Merge(shards []Result) (Result, error) {
	var there []conformance.Shard
	for _, s := range shards {
		there = append(there, s.Shard)
	}
	lacking, err := merge.Lacking(there)
	if err != nil {
		return Result{}, err
	}
	whole := Result{Version: shards[0].Version, Start: shards[0].Start}
	members := map[string]Member{}
	for _, s := range shards {
		if s.Version != whole.Version {
			return Result{}, fmt.Errorf("cannot merge: the shards are of different versions of the suite: %s and %s", whole.Version, s.Version)
		}
		whole.add(s)
		for _, m := range s.Members {
			if _, twice := members[m.Name]; twice {
				return Result{}, fmt.Errorf("cannot merge: target %s was judged in two shards", m.Name)
			}
			members[m.Name] = m
		}
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		whole.Members = append(whole.Members, members[name])
	}
	if lacking != "" {
		whole.Unable = "no report of shard " + lacking
	}
	return whole, nil
}

// add takes over what a shard tells beside its targets.
func (r *Result) add(s Result) {
	end := r.Start.Add(r.Duration)
	if e := s.Start.Add(s.Duration); e.After(end) {
		end = e
	}
	if s.Start.Before(r.Start) {
		r.Start = s.Start
	}
	r.Duration = end.Sub(r.Start)
	r.NotRun += s.NotRun
}
