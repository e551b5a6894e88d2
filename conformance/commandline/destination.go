package commandline

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/renameio/v2"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/report"
)

// A destination is where a report goes.
type destination struct {
	encode func(conformance.Result) ([]byte, error)
	path   string
}

// parseDestinations reads the values of --report. A report that cannot be
// written should be known before the run, so the folder is looked at now.
func parseDestinations(values []string) ([]destination, error) {
	var list []destination
	for _, value := range values {
		format, path, _ := strings.Cut(value, "=")
		i := slices.IndexFunc(report.Formats, func(f report.Format) bool { return f.Name == format })
		if i < 0 || path == "" {
			return nil, fmt.Errorf("cannot write report %q: use %s", value, reportForms())
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

// write puts the report in place at once, so that a reader never sees half of
// one. What is no regular file, as /dev/stdout, is written to.
func (d destination) write(r conformance.Result) error {
	text, err := d.encode(r)
	if err != nil {
		return fmt.Errorf("cannot write report %s: %v", d.path, err)
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
