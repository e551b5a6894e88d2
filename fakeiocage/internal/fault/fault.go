// Package fault makes things go wrong on an imitated host. It has named faults,
// the conditions under which each strikes, and their effects on a call.
package fault

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/document"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/glob"
)

// A Set is a fault file, format 1.
type Set struct {
	// Version is the version of the format: 1, which absent stands for.
	Version int `json:"version,omitempty"`

	// Seed decides the faults with a probability, and garbage. The same seed
	// and the same calls give the same hits.
	Seed uint64 `json:"seed,omitempty"`

	// Faults are tried on each call in this order; several may strike one.
	Faults []Fault `json:"faults"`
}

// A Fault is one thing that goes wrong. All of its conditions must hold.
type Fault struct {
	// Name stands in the calls that it struck.
	Name string `json:"name"`

	// Command is the subcommand, with * and ?. Default: any.
	Command string `json:"command,omitempty"`

	// Jail is the tag or the uuid of a jail that the call names, with * and ?.
	// Default: any, or none.
	Jail string `json:"jail,omitempty"`

	// Nth strikes the n-th of the calls that Command and Jail are about, Every
	// each n-th of them, Probability (0 to 1) some.
	Nth         int      `json:"nth,omitempty"`
	Every       int      `json:"every,omitempty"`
	Probability *float64 `json:"probability,omitempty"`

	// Times is how often it strikes at most. Default: without end.
	Times int `json:"times,omitempty"`

	// Effect is what it does: a name of Effects.
	Effect string `json:"effect"`

	// Stdout, Stderr and ExitCode are the answer of effect fail, where it is
	// not to be the original's. $UUID, $TAG, $DATASET and $POOL stand for those
	// of the jail that the call names.
	Stdout   *string `json:"stdout,omitempty"`
	Stderr   *string `json:"stderr,omitempty"`
	ExitCode *int    `json:"exit_code,omitempty"`

	// Delay is how long effect slow takes: 500ms, 2s.
	Delay string `json:"delay,omitempty"`

	// Files is how many files effect fetch lets arrive before it breaks off.
	Files int `json:"files,omitempty"`
}

// A Count is how often a fault was tried and how often it struck.
type Count struct {
	Seen int `json:"seen"`
	Hits int `json:"hits"`
}

// Parse reads a fault file, JSON or YAML by its content.
func Parse(data []byte) (Set, error) {
	var s Set
	if err := document.Read(data, &s); err != nil {
		return Set{}, fmt.Errorf("cannot read the faults: %v", err)
	}
	if err := s.Check(); err != nil {
		return Set{}, fmt.Errorf("cannot use the faults: %w", err)
	}
	return s, nil
}

// Check reports faults that are invalid.
func (s Set) Check() error {
	if s.Version != 0 && s.Version != 1 {
		return fmt.Errorf("they have version %d, and this program knows 1", s.Version)
	}
	seen := map[string]bool{}
	for i, f := range s.Faults {
		if f.Name == "" {
			return fmt.Errorf("number %d has no name", i+1)
		}
		if seen[f.Name] {
			return fmt.Errorf("two have the name %q", f.Name)
		}
		seen[f.Name] = true
		if err := f.check(); err != nil {
			return fmt.Errorf("%q: %w", f.Name, err)
		}
	}
	return nil
}

func (f Fault) check() error {
	e, known := Effects()[f.Effect]
	switch {
	case !known:
		return fmt.Errorf("there is no effect %q: use one of %s", f.Effect, names())
	case f.Nth < 0 || f.Every < 0 || f.Times < 0 || f.Files < 0:
		return fmt.Errorf("nth, every, times and files cannot be negative")
	case f.Probability != nil && (*f.Probability < 0 || *f.Probability > 1):
		return fmt.Errorf("probability %v is not between 0 and 1", *f.Probability)
	case f.ExitCode != nil && (*f.ExitCode < 0 || *f.ExitCode > 255):
		return fmt.Errorf("exit_code %d is not between 0 and 255", *f.ExitCode)
	case f.Delay != "" && f.delay() <= 0:
		return fmt.Errorf("delay %q is not a time such as 500ms or 2s", f.Delay)
	}
	return f.checkMembers(e)
}

// checkMembers looks for members that the effect does not use.
func (f Fault) checkMembers(e Effect) error {
	for _, m := range []struct {
		name  string
		given bool
	}{
		{"stdout", f.Stdout != nil}, {"stderr", f.Stderr != nil}, {"exit_code", f.ExitCode != nil},
		{"delay", f.Delay != ""}, {"files", f.Files != 0},
	} {
		if m.given && !slices.Contains(e.Members, m.name) {
			return fmt.Errorf("effect %s takes no %s", f.Effect, m.name)
		}
	}
	if f.Delay == "" && slices.Contains(e.Members, "delay") {
		return fmt.Errorf("effect %s needs a delay such as 500ms", f.Effect)
	}
	return nil
}

func (f Fault) delay() time.Duration {
	d, _ := time.ParseDuration(f.Delay)
	return d
}

// With returns the set and the faults of another one, which take the place of
// those of the same name. The seed of the other one counts, if it has any.
func (s Set) With(other Set) Set {
	named := func(f Fault) bool {
		return slices.ContainsFunc(other.Faults, func(o Fault) bool { return o.Name == f.Name })
	}
	kept := slices.DeleteFunc(append([]Fault{}, s.Faults...), named)
	return Set{Version: 1, Seed: cmp.Or(other.Seed, s.Seed), Faults: append(kept, other.Faults...)}
}

// Strike returns the faults that strike the call, and counts. Names are the
// tags and uuids that the call names.
func (s Set) Strike(args, jails []string, counts map[string]Count) []Fault {
	var struck []Fault
	for _, f := range s.Faults {
		if !f.about(args, jails) {
			continue
		}
		c := counts[f.Name]
		c.Seen++
		if f.strikes(c, s.Seed) {
			c.Hits++
			struck = append(struck, f)
		}
		counts[f.Name] = c
	}
	return struck
}

// MayStrike reports whether a fault is about the command, whatever jail it
// names.
func (s Set) MayStrike(args []string) bool {
	return slices.ContainsFunc(s.Faults, func(f Fault) bool { return f.aboutCommand(args) })
}

func (f Fault) about(args, jails []string) bool {
	return f.aboutCommand(args) && (f.Jail == "" || slices.ContainsFunc(jails, func(name string) bool { return glob.Match(f.Jail, name) }))
}

func (f Fault) aboutCommand(args []string) bool {
	command := ""
	if len(args) > 0 {
		command = args[0]
	}
	only := Effects()[f.Effect].Commands
	return glob.Match(cmp.Or(f.Command, "*"), command) && (only == nil || slices.Contains(only, command))
}

func (f Fault) strikes(c Count, seed uint64) bool {
	switch {
	case f.Times > 0 && c.Hits >= f.Times:
		return false
	case f.Nth > 0 && c.Seen != f.Nth:
		return false
	case f.Every > 0 && c.Seen%f.Every != 0:
		return false
	}
	return f.Probability == nil || f.random(seed, c.Seen).Float64() < *f.Probability
}

// random is the same in every process for the n-th call that matches the fault.
func (f Fault) random(seed uint64, n int) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(f.Name))
	return rand.New(rand.NewPCG(seed^h.Sum64(), uint64(n)))
}
