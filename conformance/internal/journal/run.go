package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/cleanup"
)

// suffix ends the name of the file of a run.
const suffix = ".jsonl"

// A Run is what a journal tells of a run.
type Run struct {
	cleanup.Debt

	// Flags named the host on the command line.
	Flags map[string][]string

	Began time.Time

	// Ended says that everything was given back. GoesOn says that a process holds
	// the journal.
	Ended, GoesOn bool
}

// List reads the journals of a folder, the oldest first. A folder that is not
// there has none.
func List(dir string) ([]Run, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*"+suffix))
	if err != nil {
		return nil, err
	}
	var runs []Run
	for _, path := range paths {
		run, err := read(path)
		if err != nil {
			return nil, err
		}
		runs = append(runs, run)
	}
	slices.SortStableFunc(runs, func(a, b Run) int { return a.Began.Compare(b.Began) })
	return runs, nil
}

// Open reads the journal of one run and holds it, to note what is given back.
func Open(dir, id string) (Run, *Journal, error) {
	path := filepath.Join(dir, id+suffix)
	file, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND, 0)
	if errors.Is(err, fs.ErrNotExist) || filepath.Base(id) != id {
		return Run{}, nil, fmt.Errorf("cannot find a journal of run %q in %s: see sysadm-conformance cleanup", id, dir)
	}
	if err != nil {
		return Run{}, nil, fmt.Errorf("cannot read the journal: %w", err)
	}
	if err := lock(file); err != nil {
		return Run{}, nil, errors.Join(fmt.Errorf("cannot clean up after run %s: %w", id, err), file.Close())
	}
	run, size, err := parse(path)
	if err == nil {
		err = file.Truncate(size) // leaves out a record that was being written
	}
	if err != nil {
		return Run{}, nil, errors.Join(err, file.Close())
	}
	return run, &Journal{dir: dir, flags: run.Flags, file: file, size: size, open: run.Owed}, nil
}

// read reads a journal and finds out whether its run goes on.
func read(path string) (Run, error) {
	run, _, err := parse(path)
	if err != nil {
		return run, err
	}
	file, err := os.Open(path)
	if err != nil {
		return run, err
	}
	run.GoesOn = errors.Is(flock(file, syscall.LOCK_SH), errGoesOn)
	return run, file.Close()
}

// parse reads the records of a journal, and how long the whole ones are. The last
// one may be cut off: what it was to tell of has not been done.
func parse(path string) (run Run, size int64, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return run, 0, fmt.Errorf("cannot read the journal: %w", err)
	}
	run.RunID = strings.TrimSuffix(filepath.Base(path), suffix)
	run.Before = map[string]conformance.Inventory{}
	for line := range bytes.Lines(text) {
		if line[len(line)-1] != '\n' {
			break
		}
		var r record
		if err := json.Unmarshal(line, &r); err != nil {
			return run, 0, fmt.Errorf("cannot read the journal %s: a record is damaged: %v", path, err)
		}
		if err := run.add(r); err != nil {
			return run, 0, fmt.Errorf("cannot read the journal %s: %w", path, err)
		}
		size += int64(len(line))
	}
	return run, size, nil
}

// add takes one record into account.
func (run *Run) add(r record) error {
	switch {
	case r.Begin != nil:
		if r.Begin.Run != run.RunID {
			return fmt.Errorf("it is of run %q, and its file is named otherwise", r.Begin.Run)
		}
		if run.Began.IsZero() {
			run.Began = r.Time
		}
		run.Flags, run.Before[r.Begin.Edition] = r.Begin.Flags, r.Begin.Before
	case r.Lend != nil:
		run.Owed = append(run.Owed, *r.Lend)
	case r.Return != nil:
		run.Owed = without(run.Owed, *r.Return)
	}
	run.Ended = r.End
	return nil
}
