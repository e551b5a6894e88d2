// Package config sets the flags of a program from the command line, the
// environment and a configuration file.
package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// A Reader reads values. A flag takes precedence over its variable, the
// variable over the file, and the file over the default.
type Reader struct {
	// File is the configuration; empty reads none. Optional lets it be missing.
	File     string
	Optional bool

	// Getenv reads the environment.
	Getenv func(string) string

	// Aliases are keys of the file in addition to those of the flags.
	Aliases []Alias

	// Fresh makes the flags that the file may set, with their defaults. There
	// may be more than those that are read.
	Fresh func() *pflag.FlagSet

	// Own are flags about the reading itself, which the file cannot set.
	Own []string
}

// An Alias is a key of the file that sets a flag in words of its own. A Flag
// that is empty sets nothing: the value is checked only.
type Alias struct {
	Key, Flag string
	Value     func(string) (string, error)
}

// A Setting is the value of a flag and where it came from.
type Setting struct {
	Name, Value, Origin string
}

// The origins of a Setting that are no variable and no line of a file.
const (
	CommandLine = "command line"
	Default     = "default"
)

type given struct{ value, origin string }

// Key is a flag's name in the file: IDLE_TIMEOUT for idle-timeout.
func Key(flag string) string { return strings.ToUpper(strings.ReplaceAll(flag, "-", "_")) }

// Variable is a flag's name in the environment: SYSADM_IDLE_TIMEOUT.
func Variable(flag string) string { return "SYSADM_" + Key(flag) }

// Apply sets every flag that was not given on the command line, and returns all
// of them sorted by name. The error has a line for each mistake; the settings
// then hold what could be read.
func (r Reader) Apply(fs *pflag.FlagSet) ([]Setting, error) {
	inFile, err := r.read()
	bad := []error{err}
	var settings []Setting
	fs.VisitAll(func(f *pflag.Flag) {
		if f.Name == "help" {
			return
		}
		origin, err := r.set(fs, f, inFile)
		bad = append(bad, err)
		settings = append(settings, Setting{f.Name, Text(f), origin})
	})
	return settings, errors.Join(bad...)
}

// set sets one flag, unless it was given, and returns the origin of its value.
func (r Reader) set(fs *pflag.FlagSet, f *pflag.Flag, inFile map[string]given) (origin string, err error) {
	variable := Variable(f.Name)
	line, written := inFile[f.Name]
	switch value := r.Getenv(variable); {
	case f.Changed:
		return CommandLine, nil
	case value != "":
		if err := fs.Set(f.Name, value); err != nil {
			return variable, fmt.Errorf("cannot use %s: %w", variable, cause(err))
		}
		return variable, nil
	case written:
		_ = fs.Set(f.Name, line.value) // cannot fail: it was tried before
		return line.origin, nil
	}
	return Default, nil
}

// Text returns a flag's value in a form that can be given again.
func Text(f *pflag.Flag) string {
	if list, ok := f.Value.(pflag.SliceValue); ok {
		return strings.Join(list.GetSlice(), ",")
	}
	return f.Value.String()
}

func (r Reader) isOwn(flag string) bool { return slices.Contains(r.Own, flag) || flag == "help" }
