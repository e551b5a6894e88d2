package conformance

import "fmt"

// A Shard is one of several equal parts of the selected checks, so that several
// machines can judge one target together. The part of a check depends only on
// the selection, so all parts together have every check. The zero Shard is the
// whole.
type Shard struct {
	// Number is the number of the part, counted from 1, and Of the number of
	// parts.
	Number, Of int
}

// Whole reports whether the shard is the whole.
func (s Shard) Whole() bool { return s == Shard{} }

// Takes reports whether the shard has the check at a place, counted from 0.
func (s Shard) Takes(place int) bool { return s.Whole() || place%s.Of == s.Number-1 }

// String is how --shard names it, as 2/4.
func (s Shard) String() string {
	if s.Whole() {
		return ""
	}
	return fmt.Sprintf("%d/%d", s.Number, s.Of)
}

// ParseShard reads a shard as 2/4.
func ParseShard(text string) (Shard, error) {
	var s Shard
	_, err := fmt.Sscanf(text, "%d/%d", &s.Number, &s.Of)
	if err != nil || s.String() != text || s.Number < 1 || s.Number > s.Of {
		return Shard{}, fmt.Errorf("unknown shard %q: use I/N, as in 2/4 for the second of four", text)
	}
	return s, nil
}

// Outside tells why a check is left to another shard, as the message of its outcome.
func (s Shard) Outside() string { return "left to the other shards than " + s.String() }

// divide leaves out what is selected and not in the shard.
func (p plan) divide(s Shard) error {
	place := 0
	for i := range p {
		if p[i].Status != "" {
			continue
		}
		if !s.Takes(place) {
			p.leaveOut(i, Disabled, s.Outside())
		}
		place++
	}
	if place < s.Number {
		return fmt.Errorf("cannot select checks: shard %s has none of the %d that are selected: use at most %d shards", s, place, place)
	}
	return nil
}
