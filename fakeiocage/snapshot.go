package fakeiocage

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"strings"
)

// snapshotsFolder keeps the snapshots of a host, a seed each.
const snapshotsFolder = "snapshots"

// Snapshot keeps the present state of the host under the name, and replaces an
// older snapshot of that name. It does not include clock, faults and calls.
func (h *Host) Snapshot(name string) error {
	if !canBeSnapshot(name) {
		return fmt.Errorf("%q cannot be the name of a snapshot: use letters, digits and _.-", name)
	}
	seed, err := h.Describe()
	if err != nil {
		return err
	}
	if err := h.keepSnapshot(name, seed); err != nil {
		return err
	}
	h.leverLog.add("snapshot %s", name)
	return nil
}

func (h *Host) keepSnapshot(name string, seed Seed) error {
	return h.files.ChangeFile(context.Background(), snapshotFile(name), func([]byte) ([]byte, error) {
		return json.MarshalIndent(seed, "", "    ")
	})
}

// Restore returns the host to the snapshot, at once.
func (h *Host) Restore(name string) error {
	seed, err := h.snapshot(name)
	if err != nil {
		return err
	}
	if err := h.replace(seed); err != nil {
		return err
	}
	h.leverLog.add("restore %s", name)
	return nil
}

func (h *Host) snapshot(name string) (seed Seed, err error) {
	data, err := h.files.File(snapshotFile(name))
	switch {
	case err != nil:
		return Seed{}, err
	case data == nil || !canBeSnapshot(name):
		return Seed{}, h.noSnapshot(name)
	}
	return ParseSeed(data)
}

func (h *Host) noSnapshot(name string) error {
	all, err := h.Snapshots()
	switch {
	case err != nil:
		return err
	case len(all) == 0:
		return fmt.Errorf("there is no snapshot %q: make one with `sysadm-sim snapshot NAME`", name)
	}
	return fmt.Errorf("there is no snapshot %q: use one of %s", name, strings.Join(all, ", "))
}

// Snapshots returns the names of the snapshots, sorted.
func (h *Host) Snapshots() ([]string, error) {
	files, err := h.files.Files(snapshotsFolder)
	names := []string{}
	for _, f := range files {
		if name, ok := strings.CutSuffix(path.Base(f), ".json"); ok && canBeSnapshot(name) {
			names = append(names, name)
		}
	}
	return names, err
}

// RemoveSnapshot deletes a snapshot.
func (h *Host) RemoveSnapshot(name string) error {
	if _, err := h.snapshot(name); err != nil {
		return err
	}
	err := h.forgetSnapshot(name)
	if err == nil {
		h.leverLog.add("snapshot remove %s", name)
	}
	return err
}

func (h *Host) forgetSnapshot(name string) error {
	return h.files.ChangeFile(context.Background(), snapshotFile(name), func([]byte) ([]byte, error) { return nil, nil })
}

func snapshotFile(name string) string { return snapshotsFolder + "/" + name + ".json" }
