// Package click reads the arguments of a command as Click 6.7 does, the library
// of Python with which the iocage of 2017 was written: options may stand
// anywhere, be bundled (-lh) and have their value attached (-stag,
// --sort=tag); a double dash ends them (measured with Click 6.7 and the
// commands of iocage 89864aa).
package click

import (
	"slices"
	"strings"
)

// A Command is a command's options and arguments.
type Command struct {
	// Name is the command with those above it: "iocage list".
	Name string

	// Help is the sentence that --help prints.
	Help string

	// Options are its options, without --help.
	Options []Option

	// Arguments are its arguments in order. At most one of them takes many
	// words.
	Arguments []Argument

	// PassUnknown says that words that look like options and are none belong to
	// the arguments (Click's ignore_unknown_options).
	PassUnknown bool
}

// An Option is a switch, or takes a value.
type Option struct {
	// Key is the name by which its value is found. Several options may share
	// one; the last of them given counts.
	Key string

	// Names are those that switch it on, and Off those that switch it off,
	// dashes included.
	Names, Off []string

	// Value is the value of a switch that is on; empty means "yes".
	Value string

	// Metavar stands for the value in the help; empty: the option is a switch.
	Metavar string

	// Required says that the option must be given.
	Required bool

	// Help is what --help says of it.
	Help string
}

// No is the value of a switch that was switched off.
const No = "no"

func (o *Option) takesValue() bool { return o.Metavar != "" }

// on is the value of a switch that was given by the name.
func (o *Option) on(name string) string {
	switch {
	case slices.Contains(o.Off, name):
		return No
	case o.Value != "":
		return o.Value
	}
	return "yes"
}

// An Argument is a word without a dash, or all the rest of them.
type Argument struct {
	Name     string // in small letters
	Many     bool   // it takes all words that the others leave, which may be none
	Optional bool   // it may be missing, and is then the empty text
}

// Values are the options and arguments of one call.
type Values struct {
	// Help says that --help was given.
	Help bool

	options   map[string][]string
	arguments map[string][]string
}

// Option returns the value of an option, or "" if it was not given.
func (v Values) Option(key string) string {
	if all := v.options[key]; len(all) > 0 {
		return all[len(all)-1]
	}
	return ""
}

// Has reports whether the option was given, and not switched off.
func (v Values) Has(key string) bool {
	value := v.options[key]
	return len(value) > 0 && v.Option(key) != No
}

// All returns the values of an option that may be given more than once.
func (v Values) All(key string) []string { return v.options[key] }

// Argument returns the word of an argument, or "".
func (v Values) Argument(name string) string { return strings.Join(v.arguments[name], " ") }

// Words returns the words of an argument that takes many.
func (v Values) Words(name string) []string { return v.arguments[name] }

// A UsageError is wrong usage. Click ends with status 2 after printing it.
type UsageError struct{ text string }

// Error is what is printed, all lines of it.
func (e UsageError) Error() string { return e.text }
