// Package catalogue lists the checks of an edition: what the headers of scripts and the
// documents' examples say of them.
package catalogue

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/judge"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// An Entry is a check of an edition.
type Entry struct {
	ID, Level, Requirement, Section string
	Covers, Needs                   []string
	Recipe
}

// A Recipe says how a check is judged.
type Recipe struct {
	// Script is the path of the script, and Exchange that of a documented exchange in
	// the embedded contract, which it judges.
	Script, Exchange string

	// Over, Action and Parameter are the values of $TRANSPORT, $ACTION and
	// $PARAMETER.
	Over, Action, Parameter string

	// Plain says that another check may follow it where it has been.
	Plain bool

	// Each says that there is one such check for each transport.
	Each bool
}

// Read returns the checks of an edition: those of all editions, its own, of which some
// take the place of one of the same name, and the exchanges of its documents. The
// scripts are in scripts/all, in scripts/ and the edition's name, and in
// scripts/exchange.
func Read(scripts fs.FS, e edition.Edition) ([]Entry, error) {
	files, err := scriptsOf(scripts, e)
	if err != nil {
		return nil, err
	}
	var entries []Entry
	for _, file := range files {
		found, err := readScript(scripts, e, file)
		if err != nil {
			return nil, fmt.Errorf("the suite's own defect: %s: %w", file, err)
		}
		entries = append(entries, found...)
	}
	documented, err := exchanges(e)
	if err != nil {
		return nil, err
	}
	return unique(append(entries, documented...))
}

// scriptsOf returns the files with the scripts of an edition. A folder without any
// is a mistake.
func scriptsOf(scripts fs.FS, e edition.Edition) ([]string, error) {
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

// readScript makes the entries of one script.
func readScript(scripts fs.FS, e edition.Edition, file string) ([]Entry, error) {
	text, err := fs.ReadFile(scripts, file)
	if err != nil {
		return nil, err
	}
	h, err := parseHeader(text)
	if err != nil {
		return nil, err
	}
	if name := strings.TrimSuffix(path.Base(file), ".txtar"); name != h.entry.ID {
		return nil, fmt.Errorf("its id is %s: a script is named as its id", h.entry.ID)
	}
	if uses(text, "fresh") {
		h.entry.Needs = append(h.entry.Needs, "create")
	}
	h.entry.Script, h.entry.Plain = file, judge.IsPlain(text, h.entry.Needs)
	return h.entries(e), nil
}

// uses reports whether a script has a line that begins with this command.
func uses(script []byte, command string) bool {
	_, rest, found := bytes.Cut(script, []byte("\n"+command))
	return found && (len(rest) == 0 || rest[0] == ' ' || rest[0] == '\n' || uses(rest, command))
}

func unique(entries []Entry) ([]Entry, error) {
	seen := map[string]bool{}
	for _, x := range entries {
		if seen[x.ID] {
			return nil, fmt.Errorf("the suite's own defect: duplicate id %s", x.ID)
		}
		seen[x.ID] = true
	}
	return entries, nil
}
