// Package known reads the list of known failures and flakes of a target.
package known

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/configfile"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// file is the list as people write it.
type file struct {
	Failures []entry `yaml:"failures"`
	Flakes   []entry `yaml:"flakes"`
}

type entry struct {
	ID      string `yaml:"id"`
	Reason  string `yaml:"reason"`
	Edition string `yaml:"edition"`
	Until   string `yaml:"until"`
	Retries int    `yaml:"retries"`
}

// defaultRetries is how often a flake is run again where its entry does not say.
const defaultRetries = 2

// maxRetries is the most that an entry may ask for: what fails oftener is no
// flake.
const maxRetries = 20

// Load reads a list.
func Load(path string) ([]conformance.Known, error) {
	var f file
	if err := configfile.Read(path, &f); err != nil {
		return nil, fmt.Errorf("cannot read the known failures: %w", err)
	}
	var list []conformance.Known
	for _, part := range []struct {
		entries []entry
		read    func(entry) (conformance.Known, error)
	}{{f.Failures, entry.failure}, {f.Flakes, entry.flake}} {
		for _, e := range part.entries {
			k, err := part.read(e)
			if err != nil {
				return nil, fmt.Errorf("cannot read the known failures: %s: %q: %w", path, e.ID, err)
			}
			list = append(list, k)
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("cannot read the known failures: %s names none: leave --known out", path)
	}
	return list, nil
}

// failure is what always fails.
func (e entry) failure() (conformance.Known, error) {
	if e.Retries != 0 {
		return conformance.Known{}, errors.New("a known failure has no retries: make it one of the flakes")
	}
	return e.known()
}

// flake is what fails now and then.
func (e entry) flake() (conformance.Known, error) {
	if e.Retries < 0 || e.Retries > maxRetries {
		return conformance.Known{}, fmt.Errorf("retries must be 1 to %d", maxRetries)
	}
	k, err := e.known()
	k.Retries = cmp.Or(e.Retries, defaultRetries)
	return k, err
}

// known checks one entry. It is over at the end of its day, wherever the run is.
func (e entry) known() (conformance.Known, error) {
	k := conformance.Known{ID: e.ID, Edition: e.Edition, Reason: e.Reason}
	switch {
	case e.ID == "":
		return k, errors.New("an entry needs an id")
	case e.Reason == "":
		return k, errors.New("an entry needs a reason")
	}
	if e.Edition != "" {
		if _, err := edition.Find(e.Edition); err != nil {
			return k, err
		}
	}
	if e.Until != "" {
		day, err := time.ParseInLocation(time.DateOnly, e.Until, time.Local)
		if err != nil {
			return k, fmt.Errorf("until must be a day as 2026-12-31, not %q", e.Until)
		}
		k.Until = day.AddDate(0, 0, 1)
	}
	return k, nil
}
