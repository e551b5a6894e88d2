package commandline

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/renameio/v2"

	"github.com/sysadm-go/sysadm/conformance/report"
)

// A destination is where a report of a result R goes: a file, or standard output.
type destination[R any] struct {
	encode func(R) ([]byte, error)
	path   string
}

// destinations are where the reports of one result go.
type destinations[R any] []destination[R]

// standardOutput is how --report asks for it.
const standardOutput = "-"

// parseDestinations reads the values of --report. A report that cannot be
// written should be known before the run, so the folder is looked at now.
func parseDestinations[R any](values []string, formats []report.Format[R]) (destinations[R], error) {
	var list destinations[R]
	for _, value := range values {
		format, path, _ := strings.Cut(value, "=")
		i := slices.IndexFunc(formats, func(f report.Format[R]) bool { return f.Name == format })
		if i < 0 || path == "" {
			return nil, fmt.Errorf("cannot write report %q: use %s", value, forms(formats))
		}
		if slices.ContainsFunc(list, func(d destination[R]) bool { return filepath.Clean(d.path) == filepath.Clean(path) }) {
			return nil, fmt.Errorf("cannot write two reports to %s: name a file for each", path)
		}
		if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
			return nil, fmt.Errorf("cannot write report %s: %s is not a folder", path, filepath.Dir(path))
		}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			return nil, fmt.Errorf("cannot write report %s: it is a folder", path)
		}
		list = append(list, destination[R]{encode: formats[i].Encode, path: path})
	}
	return list, nil
}

// forms are how --report is written.
func forms[R any](formats []report.Format[R]) string {
	var words []string
	for _, f := range formats {
		words = append(words, f.Name+"=FILE")
	}
	return strings.Join(words, ", ")
}

// people is where they read the verdict: standard output, unless one of the reports
// goes there.
func (list destinations[R]) people(env Env) io.Writer {
	if slices.ContainsFunc(list, func(d destination[R]) bool { return d.path == standardOutput }) {
		return env.Stderr
	}
	return env.Stdout
}

// write writes all that can be written.
func (list destinations[R]) write(stdout io.Writer, r R) error {
	var errs []error
	for _, d := range list {
		errs = append(errs, d.write(stdout, r))
	}
	return errors.Join(errs...)
}

// write puts the report in place at once, so that a reader never sees half of
// one. What is no regular file, as /dev/stdout, is written to.
func (d destination[R]) write(stdout io.Writer, r R) error {
	text, err := d.encode(r)
	if err != nil {
		return fmt.Errorf("cannot write report %s: %v", d.path, err)
	}
	if d.path == standardOutput {
		if _, err := stdout.Write(text); err != nil {
			return fmt.Errorf("cannot write the report to standard output: %v", err)
		}
		return nil
	}
	write := renameio.WriteFile
	if info, err := os.Stat(d.path); err == nil && !info.Mode().IsRegular() {
		write = func(path string, text []byte, perm os.FileMode, _ ...renameio.Option) error {
			return os.WriteFile(path, text, perm)
		}
	}
	if err := write(d.path, text, 0o644); err != nil {
		return fmt.Errorf("cannot write report %s: %v", d.path, err)
	}
	return nil
}
