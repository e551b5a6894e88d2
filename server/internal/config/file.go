package config

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/pflag"
)

// A line is one KEY=VALUE of a file.
type line struct {
	number     int
	key, value string
}

// parse parses the lines of a configuration file: KEY=VALUE, with optional
// blanks around both. It ignores empty lines, lines that begin with #, and
// empty values. Each error is about one line.
func parse(path, text string) (lines []line, bad []error) {
	number := 0
	for raw := range strings.Lines(text) {
		number++
		raw = strings.TrimSpace(raw)
		if raw == "" || raw[0] == '#' {
			continue
		}
		key, value, found := strings.Cut(raw, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		switch {
		case !found || key == "":
			bad = append(bad, fmt.Errorf("%s:%d: %q is not KEY=VALUE", path, number, raw))
		case len(value) > 1 && (value[0] == '"' || value[0] == '\'') && value[len(value)-1] == value[0]:
			bad = append(bad, fmt.Errorf("%s:%d: write the value of %s without quotes", path, number, key))
		default:
			lines = append(lines, line{number, key, value})
		}
	}
	return lines, bad
}

// read reads the file, checks every line on fresh flags, and returns what the
// lines set, by flag.
func (r Reader) read() (map[string]given, error) {
	if r.File == "" {
		return nil, nil
	}
	text, err := os.ReadFile(r.File)
	if errors.Is(err, os.ErrNotExist) && r.Optional {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the configuration: %v: name another file with --config", err)
	}
	lines, bad := parse(r.File, string(text))
	set, fresh := map[string]given{}, r.Fresh()
	for _, l := range lines {
		if err := r.take(l, set, fresh); err != nil {
			bad = append(bad, fmt.Errorf("%s:%d: %v", r.File, l.number, err))
		}
	}
	return set, errors.Join(bad...)
}

// take applies a line.
func (r Reader) take(l line, set map[string]given, fresh *pflag.FlagSet) error {
	name, value, err := r.meaning(l, fresh)
	if err != nil || name == "" || value == "" {
		return err
	}
	if before, twice := set[name]; twice {
		return fmt.Errorf("%s sets --%s, which %s does already", l.key, name, before.origin)
	}
	set[name] = given{value, fmt.Sprintf("%s:%d", r.File, l.number)}
	if err := fresh.Set(name, value); err != nil {
		return fmt.Errorf("cannot use %s: %w", l.key, cause(err))
	}
	return nil
}

// meaning returns the flag that a line sets and the value. The name is empty if
// the line is valid but sets nothing.
func (r Reader) meaning(l line, fresh *pflag.FlagSet) (name, value string, err error) {
	for _, a := range r.Aliases {
		if a.Key != l.key {
			continue
		}
		if l.value == "" {
			return a.Flag, "", nil
		}
		if value, err = a.Value(l.value); err != nil {
			err = fmt.Errorf("cannot use %s: %v", l.key, err)
		}
		return a.Flag, value, err
	}
	keys := r.keys(fresh)
	if name, found := keys[l.key]; found {
		return name, l.value, nil
	}
	return "", "", fmt.Errorf("unknown key %s: did you mean %s?", l.key, nearest(l.key, keys))
}

// keys returns the keys that a file may contain, with the flag of each.
func (r Reader) keys(fresh *pflag.FlagSet) map[string]string {
	keys := map[string]string{}
	fresh.VisitAll(func(f *pflag.Flag) {
		if !r.isOwn(f.Name) {
			keys[Key(f.Name)] = f.Name
		}
	})
	for _, a := range r.Aliases {
		keys[a.Key] = a.Flag
	}
	return keys
}

// cause returns a flag's objection to a value, without the flag's name.
func cause(err error) error {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) || errors.Unwrap(invalid) == nil {
		return err
	}
	if want, known := wanted[invalid.GetFlag().Value.Type()]; known {
		return fmt.Errorf("%q is not %s", invalid.GetValue(), want)
	}
	return errors.Unwrap(invalid)
}

// wanted describes the values of types of flags for which Go's own error
// messages would speak of Go.
var wanted = map[string]string{
	"duration": "a time, such as 90s, 5m or 1h",
	"int":      "a whole number",
	"bool":     "true or false",
}
