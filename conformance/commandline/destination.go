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

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/report"
)

// A destination is where a report goes: a file, or standard output.
type destination struct {
	encode func(conformance.Result) ([]byte, error)
	path   string
}

// destinations are where the reports of one result go.
type destinations []destination

// standardOutput is how --report asks for it.
const standardOutput = "-"

// parseDestinations reads the values of --report. A report that cannot be
// written should be known before the run, so the folder is looked at now.
func parseDestinations(values []string) (destinations, error) {
	var list destinations
	for _, value := range values {
		format, path, _ := strings.Cut(value, "=")
		i := slices.IndexFunc(report.Formats, func(f report.Format) bool { return f.Name == format })
		if i < 0 || path == "" {
			return nil, fmt.Errorf("cannot write report %q: use %s", value, reportForms())
		}
		if slices.ContainsFunc(list, func(d destination) bool { return filepath.Clean(d.path) == filepath.Clean(path) }) {
			return nil, fmt.Errorf("cannot write two reports to %s: name a file for each", path)
		}
		if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
			return nil, fmt.Errorf("cannot write report %s: %s is no folder", path, filepath.Dir(path))
		}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			return nil, fmt.Errorf("cannot write report %s: it is a folder", path)
		}
		list = append(list, destination{encode: report.Formats[i].Encode, path: path})
	}
	return list, nil
}

// reportForms is how --report is written.
func reportForms() string {
	var forms []string
	for _, f := range report.Formats {
		forms = append(forms, f.Name+"=FILE")
	}
	return strings.Join(forms, ", ")
}

// people is where they read the verdict: standard output, unless one of the reports
// goes there.
func (list destinations) people(env Env) io.Writer {
	if slices.ContainsFunc(list, func(d destination) bool { return d.path == standardOutput }) {
		return env.Stderr
	}
	return env.Stdout
}

// write writes all that can be written.
func (list destinations) write(stdout io.Writer, r conformance.Result) error {
	var errs []error
	for _, d := range list {
		errs = append(errs, d.write(stdout, r))
	}
	return errors.Join(errs...)
}

// write puts the report in place at once, so that a reader never sees half of
// one. What is no regular file, as /dev/stdout, is written to.
func (d destination) write(stdout io.Writer, r conformance.Result) error {
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
