package fakeiocage

import (
	"fmt"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/document"
)

// exported is the whole state of a host as JSON, format 1. What was called is
// no part of it.
type exported struct {
	Format    int             `json:"format"`
	Host      Seed            `json:"host"`
	Clock     Clock           `json:"clock"`
	Faults    FaultSet        `json:"faults"`
	Snapshots map[string]Seed `json:"snapshots"`
}

// Export returns the whole state: the host, its clock, faults and snapshots, as
// JSON that is the same for the same state.
func (h *Host) Export() ([]byte, error) {
	e := exported{Format: 1, Snapshots: map[string]Seed{}}
	var err error
	if e.Host, err = h.Describe(); err != nil {
		return nil, err
	}
	if e.Clock, err = h.Clock(); err != nil {
		return nil, err
	}
	if err := readJSON(h.files, faultsFile, &e.Faults); err != nil {
		return nil, err
	}
	e.Faults = FaultSet{}.With(e.Faults)
	names, err := h.Snapshots()
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if e.Snapshots[name], err = h.snapshot(name); err != nil {
			return nil, err
		}
	}
	return document.Indented(e)
}

// Import replaces the whole state with an exported one. An invalid one changes
// nothing.
func (h *Host) Import(data []byte) error {
	e, err := readExport(data)
	if err != nil {
		return err
	}
	if err := h.replace(e.Host); err != nil {
		return err
	}
	if err := changeJSON(h.files, clockFile, func(c *Clock) error { *c = e.Clock; return nil }); err != nil {
		return err
	}
	if err := h.replaceFaults(e.Faults); err != nil {
		return err
	}
	if err := h.replaceSnapshots(e.Snapshots); err != nil {
		return err
	}
	h.leverLog.add("import")
	return nil
}

// readExport parses an exported state and checks that it is valid.
func readExport(data []byte) (exported, error) {
	var e exported
	if err := document.Read(data, &e); err != nil {
		return e, fmt.Errorf("cannot read the state: %v", err)
	}
	if e.Format != 1 {
		return e, fmt.Errorf("cannot import the state: it has format %d, and this program knows 1", e.Format)
	}
	if err := e.Faults.Check(); err != nil {
		return e, fmt.Errorf("cannot import the faults: %w", err)
	}
	if err := checkYear(e.Clock.At(time.Now())); err != nil {
		return e, err
	}
	for name, seed := range e.Snapshots {
		if !canBeSnapshot(name) {
			return e, fmt.Errorf("cannot import the state: %q cannot be the name of a snapshot", name)
		}
		if _, err := seed.host(); err != nil {
			return e, fmt.Errorf("cannot import snapshot %s: %w", name, err)
		}
	}
	return e, nil
}

func (h *Host) replaceFaults(set FaultSet) error {
	if err := h.forgetCounts(func(string) bool { return true }); err != nil {
		return err
	}
	return changeJSON(h.files, faultsFile, func(s *FaultSet) error { *s = FaultSet{}.With(set); return nil })
}

func (h *Host) replaceSnapshots(all map[string]Seed) error {
	old, err := h.Snapshots()
	if err != nil {
		return err
	}
	for _, name := range old {
		if _, stays := all[name]; stays {
			continue
		}
		if err := h.forgetSnapshot(name); err != nil {
			return err
		}
	}
	for name, seed := range all {
		if err := h.keepSnapshot(name, seed); err != nil {
			return err
		}
	}
	return nil
}
