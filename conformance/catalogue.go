package conformance

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/sysadm-go/sysadm/conformance/internal/judge"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// scripts holds all/ for every edition, <edition>/ for one, and exchange/ for
// the documented exchanges.
//
//go:embed scripts
var scripts embed.FS

// catalogues are those of the editions that were asked for: a fleet asks for each
// target.
var catalogues sync.Map // of func() ([]Check, error), by the edition's name

// catalogue returns the checks of an edition: those of all editions, its own,
// and the exchanges of its documents. Nobody may change them.
func catalogue(e edition.Edition) ([]Check, error) {
	read, _ := catalogues.LoadOrStore(e.Name, sync.OnceValues(func() ([]Check, error) { return readCatalogue(e) }))
	return read.(func() ([]Check, error))()
}

func readCatalogue(e edition.Edition) ([]Check, error) {
	var checks []Check
	for _, folder := range []string{"all", e.Name} {
		found, err := readScripts(e, path.Join("scripts", folder))
		if err != nil {
			return nil, err
		}
		checks = append(checks, found...)
	}
	documented, err := documentedChecks(e)
	if err != nil {
		return nil, err
	}
	return unique(append(checks, documented...))
}

// readScripts makes the checks of a folder. One without any is a mistake.
func readScripts(e edition.Edition, folder string) ([]Check, error) {
	files, err := fs.Glob(scripts, path.Join(folder, "*.txtar"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("the suite's own defect: no scripts in %s", folder)
	}
	var checks []Check
	for _, file := range files {
		text, err := scripts.ReadFile(file)
		if err != nil {
			return nil, err
		}
		h, err := parseHeader(text)
		if err != nil {
			return nil, fmt.Errorf("the suite's own defect: %s: %w", file, err)
		}
		if name := strings.TrimSuffix(path.Base(file), ".txtar"); name != h.check.ID {
			return nil, fmt.Errorf("the suite's own defect: %s has id %s: a script is named as its id", file, h.check.ID)
		}
		if uses(text, "fresh") {
			h.check.Needs = append(h.check.Needs, "create")
		}
		h.check.script, h.check.plain = file, judge.IsPlain(text, h.check.Needs)
		checks = append(checks, h.checks(e)...)
	}
	return checks, nil
}

// uses reports whether a script has a line that begins with this command.
func uses(script []byte, command string) bool {
	_, rest, found := bytes.Cut(script, []byte("\n"+command))
	return found && (len(rest) == 0 || rest[0] == ' ' || rest[0] == '\n' || uses(rest, command))
}

func unique(checks []Check) ([]Check, error) {
	seen := map[string]bool{}
	for _, c := range checks {
		if seen[c.ID] {
			return nil, fmt.Errorf("the suite's own defect: duplicate id %s", c.ID)
		}
		seen[c.ID] = true
	}
	return checks, nil
}
