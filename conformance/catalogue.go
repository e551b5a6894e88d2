package conformance

import (
	"embed"
	"fmt"
	"slices"
	"sync"

	"github.com/sysadm-go/sysadm/conformance/internal/catalogue"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// scripts holds all/ for every edition, <edition>/ for one, whose files take the
// place of those of their name in all/, and exchange/ for the documented exchanges.
//
//go:embed scripts
var scripts embed.FS

// catalogues are the checks of the editions that were asked for: a fleet asks for each
// target.
var catalogues sync.Map // of func() ([]Check, error), by the edition's name

// checksOf returns the checks of an edition. Nobody may change them.
func checksOf(e edition.Edition) ([]Check, error) {
	read, _ := catalogues.LoadOrStore(e.Name, sync.OnceValues(func() ([]Check, error) { return readChecks(e) }))
	return read.(func() ([]Check, error))()
}

func readChecks(e edition.Edition) ([]Check, error) {
	entries, err := catalogue.Read(scripts, e)
	if err != nil {
		return nil, err
	}
	checks := make([]Check, len(entries))
	for i, x := range entries {
		checks[i] = Check{
			ID: x.ID, Edition: e, Level: Level(x.Level), Requirement: x.Requirement, Section: x.Section,
			Covers: x.Covers, Needs: x.Needs, recipe: x.Recipe,
		}
		if err := checks[i].valid(); err != nil {
			return nil, fmt.Errorf("the suite's own defect: %s: %w", x.Script, err)
		}
	}
	return checks, nil
}

// valid reports a level or a need that nobody knows.
func (c Check) valid() error {
	if !slices.Contains(Levels, c.Level) {
		return fmt.Errorf("unknown level %q: use MUST, SHOULD or MAY", c.Level)
	}
	for _, word := range c.Needs {
		if findNeed(word) == nil {
			return fmt.Errorf("unknown need %q", word)
		}
	}
	return nil
}
