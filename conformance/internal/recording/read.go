package recording

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/sysadm-go/sysadm/conformance"
)

// ReadFile reads the recording in a file.
func ReadFile(path string) (Recording, error) {
	file, err := os.Open(path)
	if err != nil {
		return Recording{}, fmt.Errorf("cannot read recording %s: %v", path, reason(err))
	}
	defer file.Close()
	r, err := Read(file)
	if err != nil {
		return Recording{}, fmt.Errorf("cannot read recording %s: %w", path, err)
	}
	return r, nil
}

// Read reads a recording. One whose last line was cut, or which has no end, is
// that of a run that was interrupted, and no error.
func Read(from io.Reader) (Recording, error) {
	lines := lineReader{from: bufio.NewReader(from)}
	r := reading{seen: map[string]bool{}}
	if err := lines.next(&r.Header); err != nil {
		return Recording{}, fmt.Errorf("its first line is not the heading of a recording, as run --record writes it: %w", err)
	}
	if f := r.Header.Format; f != Format {
		return Recording{}, fmt.Errorf("it has format %d, and this program reads format %d: record it again", f, Format)
	}
	for {
		var line anyLine
		err := lines.next(&line)
		if errors.Is(err, io.EOF) {
			return r.Recording, nil
		}
		if err == nil {
			err = r.add(line)
		}
		if err != nil {
			return Recording{}, fmt.Errorf("line %d: %w", lines.count, err)
		}
	}
}

// anyLine is any line but the first.
type anyLine struct {
	checkLine
	end
}

// reading is a recording of which some lines have been read.
type reading struct {
	Recording
	seen map[string]bool
}

func (r *reading) add(line anyLine) error {
	if r.Ended {
		return errors.New("it follows the last line")
	}
	if !line.Ended.IsZero() {
		r.Ended = true
		if line.Checks != len(r.Checks) {
			return fmt.Errorf("there are %d checks, and there were %d when they were written", len(r.Checks), line.Checks)
		}
		return nil
	}
	c := line.check()
	name := c.Edition + " " + c.ID
	if c.ID == "" || c.Edition == "" || !slices.Contains(conformance.Statuses, c.Status) {
		return errors.New("it is not a check: it lacks an id, an edition or a status")
	}
	if r.seen[name] {
		return fmt.Errorf("duplicate check %s of edition %s", c.ID, c.Edition)
	}
	r.seen[name] = true
	r.Checks = append(r.Checks, c)
	return nil
}
