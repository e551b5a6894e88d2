package conformance

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/renameio/v2"
)

// A destination is where a report goes.
type destination struct {
	encode func(Result) ([]byte, error)
	path   string
}

// parseDestinations reads the values of --report. A report that cannot be
// written should be known before the run, so the folder is looked at now.
func parseDestinations(values []string) ([]destination, error) {
	formats := map[string]func(Result) ([]byte, error){"junit": Result.JUnit, "json": Result.JSON}
	var list []destination
	for _, value := range values {
		format, path, _ := strings.Cut(value, "=")
		encode := formats[format]
		if encode == nil || path == "" {
			return nil, fmt.Errorf("cannot write report %q: use junit=FILE or json=FILE", value)
		}
		if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
			return nil, fmt.Errorf("cannot write report %s: %s is no folder", path, filepath.Dir(path))
		}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			return nil, fmt.Errorf("cannot write report %s: it is a folder", path)
		}
		list = append(list, destination{encode: encode, path: path})
	}
	return list, nil
}

// write puts the report in place at once, so that a reader never sees half of
// one. What is no regular file, as /dev/stdout, is written to.
func (d destination) write(r Result) error {
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
