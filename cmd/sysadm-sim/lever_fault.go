package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

func faults(h *fakeiocage.Host, _ input) (any, error) {
	all, err := h.Faults()
	if all == nil {
		all = []fakeiocage.FaultStatus{}
	}
	return all, err
}

// printFaults prints a line for each fault: its name, its effect, its
// conditions, and how often it struck.
func printFaults(w io.Writer, answer any) {
	for _, f := range answer.([]fakeiocage.FaultStatus) {
		about := "iocage " + cmp.Or(f.Command, "*")
		if f.Jail != "" {
			about += " " + f.Jail
		}
		fmt.Fprintf(w, "%s: %s of `%s`, struck %d of %d calls\n", f.Name, f.Effect, about, f.Hits, f.Seen)
	}
}

func faultAdd(h *fakeiocage.Host, in input) (any, error) {
	set, err := fakeiocage.ParseFaults(in.content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", in.source, err)
	}
	return nil, h.AddFaults(set)
}

func faultClear(h *fakeiocage.Host, in input) (any, error) {
	return nil, h.ClearFaults(in.operands...)
}

func faultEffects(*fakeiocage.Host, input) (any, error) { return fakeiocage.FaultEffects(), nil }

func printEffects(w io.Writer, answer any) {
	effects := answer.(map[string]string)
	for _, name := range slices.Sorted(maps.Keys(effects)) {
		fmt.Fprintf(w, "%-17s %s\n", name, effects[name])
	}
}
