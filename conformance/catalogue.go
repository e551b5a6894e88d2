package conformance

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/sysadm-go/sysadm/conformance/internal/judge"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// scripts holds all/ for every edition, <edition>/ for one, whose files take the
// place of those of their name in all/, and exchange/ for the documented exchanges.
//
//go:embed scripts
var scripts embed.FS

// catalogues are those of the editions that were asked for: a fleet asks for each
// target.
var catalogues sync.Map // of func() ([]Check, error), by the edition's name

// catalogue returns the checks of an edition: those of all editions, its own, of
// which some take the place of one of the same name, and the exchanges of its
// documents. Nobody may change them.
func catalogue(e edition.Edition) ([]Check, error) {
	read, _ := catalogues.LoadOrStore(e.Name, sync.OnceValues(func() ([]Check, error) { return readCatalogue(e) }))
	return read.(func() ([]Check, error))()
}

func readCatalogue(e edition.Edition) ([]Check, error) {
	files, err := scriptsOf(e)
	if err != nil {
		return nil, err
	}
	var checks []Check
	for _, file := range files {
		found, err := readScript(e, file)
		if err != nil {
			return nil, fmt.Errorf("the suite's own defect: %s: %w", file, err)
		}
		checks = append(checks, found...)
	}
	documented, err := documentedChecks(e)
	if err != nil {
		return nil, err
	}
	return unique(append(checks, documented...))
}

// scriptsOf returns the files with the scripts of an edition. A folder without any
// is a mistake.
func scriptsOf(e edition.Edition) ([]string, error) {
	var files []string
	for _, folder := range []string{"scripts/all", "scripts/" + e.Name} {
		found, err := fs.Glob(scripts, folder+"/*.txtar")
		if err != nil || len(found) == 0 {
			return nil, fmt.Errorf("the suite's own defect: no scripts in %s", folder)
		}
		replaced := func(file string) bool {
			return slices.ContainsFunc(found, func(own string) bool { return path.Base(own) == path.Base(file) })
		}
		files = append(slices.DeleteFunc(files, replaced), found...)
	}
	return files, nil
}

// readScript makes the checks of one script.
func readScript(e edition.Edition, file string) ([]Check, error) {
	text, err := scripts.ReadFile(file)
	if err != nil {
		return nil, err
	}
	h, err := parseHeader(text)
	if err != nil {
		return nil, err
	}
	if name := strings.TrimSuffix(path.Base(file), ".txtar"); name != h.check.ID {
		return nil, fmt.Errorf("its id is %s: a script is named as its id", h.check.ID)
	}
	if uses(text, "fresh") {
		h.check.Needs = append(h.check.Needs, "create")
	}
	h.check.script, h.check.plain = file, judge.IsPlain(text, h.check.Needs)
	return h.checks(e), nil
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
