package fakeiocage

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/fault"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/store"
)

// A FaultSet is a fault file: the things that go wrong on a host.
type FaultSet = fault.Set

// A Fault is one thing that goes wrong: when, and how.
type Fault = fault.Fault

// A FaultStatus is a fault of a host, and how often it struck.
type FaultStatus struct {
	Fault
	fault.Count
}

const (
	faultsFile = "faults.json"
	countsFile = "fault-counts.json"
)

// ParseFaults reads a fault file, JSON or YAML by its content.
func ParseFaults(data []byte) (FaultSet, error) { return fault.Parse(data) }

// AddFaults adds the faults to those of the host. A fault replaces an older one
// of the same name, and counts from zero.
func (h *Host) AddFaults(set FaultSet) error {
	if err := h.forgetCounts(func(name string) bool {
		return slices.ContainsFunc(set.Faults, func(f Fault) bool { return f.Name == name })
	}); err != nil {
		return err
	}
	err := changeJSON(h.files, faultsFile, func(s *FaultSet) error {
		*s = s.With(set)
		return nil
	})
	if err == nil {
		h.leverLog.add("fault add %s", strings.Join(faultNames(set), " "))
	}
	return err
}

// ClearFaults removes the faults of these names, or all, and their counts.
func (h *Host) ClearFaults(names ...string) error {
	gone := func(name string) bool { return len(names) == 0 || slices.Contains(names, name) }
	err := changeJSON(h.files, faultsFile, func(s *FaultSet) error {
		for _, name := range names {
			if !slices.Contains(faultNames(*s), name) {
				return fmt.Errorf("there is no fault %q", name)
			}
		}
		s.Faults = slices.DeleteFunc(s.Faults, func(f Fault) bool { return gone(f.Name) })
		return nil
	})
	if err != nil {
		return err
	}
	h.leverLog.add("fault clear %s", strings.Join(names, " "))
	return h.forgetCounts(gone)
}

func (h *Host) forgetCounts(gone func(name string) bool) error {
	return changeJSON(h.files, countsFile, func(counts *map[string]fault.Count) error {
		maps.DeleteFunc(*counts, func(name string, _ fault.Count) bool { return gone(name) })
		return nil
	})
}

// Faults returns the faults of the host, with those of FAKEIOCAGE_FAULTS.
func (h *Host) Faults() ([]FaultStatus, error) {
	set, err := h.faultSet()
	if err != nil {
		return nil, err
	}
	var counts map[string]fault.Count
	if err := readJSON(h.files, countsFile, &counts); err != nil {
		return nil, err
	}
	var all []FaultStatus
	for _, f := range set.Faults {
		all = append(all, FaultStatus{f, counts[f.Name]})
	}
	return all, nil
}

func (h *Host) faultSet() (FaultSet, error) {
	var set FaultSet
	err := readJSON(h.files, faultsFile, &set)
	return set.With(h.faults), err
}

func faultNames(set FaultSet) (names []string) {
	for _, f := range set.Faults {
		names = append(names, f.Name)
	}
	return names
}

// planFor counts the call and returns what the faults do to it.
func (h *Host) planFor(ctx context.Context, args []string, words *fault.Words, now time.Time) (fault.Plan, error) {
	set, err := h.faultSet()
	if err != nil || !set.MayStrike(args) {
		return fault.Plan{}, err
	}
	call, names, err := h.describeCall(ctx, args, now)
	if err != nil {
		return fault.Plan{}, err
	}
	call.Words, call.Seed, call.Number = words, set.Seed, map[string]int{}
	var struck []Fault
	strike := func(counts *map[string]fault.Count) error {
		struck = set.Strike(args, names, *counts)
		for _, f := range struck {
			call.Number[f.Name] = (*counts)[f.Name].Seen
		}
		return nil
	}
	err = changeJSON(h.files, countsFile, strike)
	if store.ReadOnly(err) { // without counting, every call is treated as the first
		err = strike(&map[string]fault.Count{})
	}
	if err != nil {
		return fault.Plan{}, err
	}
	for _, f := range struck {
		h.leverLog.add("fault %s (%s) struck `iocage %s`", f.Name, f.Effect, strings.Join(args, " "))
	}
	return fault.PlanFor(struck, call), nil
}

// describeCall returns what faults may know of a call, and all names of the
// jails that it mentions.
func (h *Host) describeCall(ctx context.Context, args []string, now time.Time) (call fault.Call, names []string, err error) {
	call = fault.Call{Args: args}
	operands := args[min(1, len(args)):]
	names = slices.Clone(operands)
	err = h.store.View(ctx, func(h *host.Host) error {
		call.Run = h.Begin(now).UUID()
		for _, p := range h.Pools {
			if p.Active() || slices.Contains(operands, p.Name) {
				call.Pool = p.Name
			}
		}
		for _, j := range h.Mentioned(operands) {
			call.UUID, call.Tag, call.Dataset = j.UUID(), j.Tag(), j.Dataset()
			names = append(names, j.Name, j.Tag())
		}
		return nil
	})
	return call, names, err
}

// FaultEffects returns what each effect of a fault does.
func FaultEffects() map[string]string {
	all := map[string]string{}
	for name, e := range fault.Effects() {
		all[name] = e.Summary
	}
	return all
}
