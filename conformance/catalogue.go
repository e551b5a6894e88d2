package conformance

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// scripts holds all/ for every edition, <edition>/ for one, and exchange/ for
// the documented exchanges.
//
//go:embed scripts
var scripts embed.FS

// catalogue returns the checks of an edition: those of all editions, its own,
// and the exchanges of its documents.
func catalogue(e edition.Edition) ([]Check, error) {
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
		if makesJails.Match(text) {
			h.check.Needs = append(h.check.Needs, "create")
		}
		h.check.script = file
		checks = append(checks, h.checks(e)...)
	}
	return checks, nil
}

// makesJails finds the command fresh in a script.
var makesJails = regexp.MustCompile(`(?m)^fresh\b`)

func unique(checks []Check) ([]Check, error) {
	seen := map[string]bool{}
	for _, c := range checks {
		if seen[c.ID] {
			return nil, fmt.Errorf("the suite's own defect: id %s stands twice", c.ID)
		}
		seen[c.ID] = true
	}
	return checks, nil
}

// A scriptDir is embedded scripts on disk, where testscript reads them.
type scriptDir struct{ root string }

// extractScripts writes the scripts of those checks that will be run.
func extractScripts(p plan) (dir scriptDir, err error) {
	if dir.root, err = os.MkdirTemp("", "sysadm-conformance-"); err != nil {
		return scriptDir{}, fmt.Errorf("cannot write the scripts to disk: %v", err)
	}
	for _, one := range p {
		if one.Status != "" {
			continue
		}
		if err := dir.extract(one.Check); err != nil {
			dir.remove()
			return scriptDir{}, fmt.Errorf("cannot write the scripts to disk: %v", err)
		}
	}
	return dir, nil
}

func (d scriptDir) extract(c Check) error {
	text, err := scripts.ReadFile(c.script)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(d.path(c)), 0o700); err != nil {
		return err
	}
	return os.WriteFile(d.path(c), text, 0o600)
}

// path returns where the script of a check lies.
func (d scriptDir) path(c Check) string { return filepath.Join(d.root, filepath.FromSlash(c.script)) }

func (d scriptDir) remove() {
	if d.root != "" {
		_ = os.RemoveAll(d.root)
	}
}
