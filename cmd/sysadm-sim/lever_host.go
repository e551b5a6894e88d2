package main

import (
	"fmt"
	"io"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

func seed(h *fakeiocage.Host, in input) (any, error) {
	seed, err := fakeiocage.ParseSeed(in.content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", in.source, err)
	}
	return nil, start(h, seed, in.number)
}

func reset(h *fakeiocage.Host, in input) (any, error) {
	return nil, start(h, in.initial, in.number)
}

// start resets the host to the seed. With a number, the host is the same in
// every run.
func start(h *fakeiocage.Host, seed fakeiocage.Seed, number *uint64) error {
	if number == nil {
		return h.Reset(seed)
	}
	if err := h.Reset(seed.Numbered(*number)); err != nil {
		return err
	}
	if err := h.FreezeClock(); err != nil {
		return err
	}
	return h.SetClock(fakeiocage.Beginning)
}

func show(h *fakeiocage.Host, _ input) (any, error) { return h.Describe() }

func snapshot(h *fakeiocage.Host, in input) (any, error) { return nil, h.Snapshot(in.operands[0]) }

func restore(h *fakeiocage.Host, in input) (any, error) { return nil, h.Restore(in.operands[0]) }

func snapshotRemove(h *fakeiocage.Host, in input) (any, error) {
	return nil, h.RemoveSnapshot(in.operands[0])
}

func snapshotList(h *fakeiocage.Host, _ input) (any, error) { return h.Snapshots() }

func printNames(w io.Writer, answer any) {
	for _, name := range answer.([]string) {
		fmt.Fprintln(w, name)
	}
}

func export(h *fakeiocage.Host, _ input) (any, error) { return h.Export() }

func importState(h *fakeiocage.Host, in input) (any, error) {
	if err := h.Import(in.content); err != nil {
		return nil, fmt.Errorf("%s: %w", in.source, err)
	}
	return nil, nil
}
