package fleet

import (
	"fmt"

	"github.com/sysadm-go/sysadm/conformance"
)

// Merge puts together what the shards of one fleet were found to be. A shard that
// is missing keeps the whole from being judged. The error says why the results do
// not belong together.
func Merge(shards []Result) (Result, error) {
	var there []conformance.Shard
	for _, s := range shards {
		there = append(there, s.Shard)
	}
	lacking, err := conformance.LackingShards(there)
	if err != nil {
		return Result{}, err
	}
	whole := Result{Version: shards[0].Version, Start: shards[0].Start}
	for _, s := range shards {
		if s.Version != whole.Version {
			return Result{}, fmt.Errorf("cannot merge: the shards are of different versions of the suite: %s and %s", whole.Version, s.Version)
		}
		whole.add(s)
	}
	if whole.sort(); whole.twice() != "" {
		return Result{}, fmt.Errorf("cannot merge: target %s was judged in two shards", whole.twice())
	}
	if lacking != "" {
		whole.Unable = "no report of shard " + lacking
	}
	return whole, nil
}

// add takes over a shard.
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
	r.Members = append(r.Members, s.Members...)
}

// twice names a target that stands there twice.
func (r Result) twice() string {
	for i := range r.Members[min(1, len(r.Members)):] {
		if r.Members[i].Name == r.Members[i+1].Name {
			return r.Members[i].Name
		}
	}
	return ""
}
