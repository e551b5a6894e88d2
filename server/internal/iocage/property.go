package iocage

import (
	"regexp"
	"strings"
)

// propertyName matches every property of iocage, and leaves room for those of
// later editions.
var propertyName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// checkProperty refuses names that iocage could read as a switch, a pattern or
// several words.
func checkProperty(name string) error {
	switch {
	case name == "":
		return refusef("the property's name must not be empty")
	case len(name) > maxName || !propertyName.MatchString(name):
		return refusef("the property's name must be a letter, then letters, digits and _")
	}
	return nil
}

// checkProperties refuses words other than NAME=VALUE with a value.
func checkProperties(words []string) error {
	for _, word := range words {
		name, value, assigned := strings.Cut(word, "=")
		if !assigned {
			return refusef("props must be words NAME=VALUE: %s is none", quote(word))
		}
		if err := checkProperty(name); err != nil {
			return err
		}
		switch {
		case value == "":
			return refusef("the property %s must have a value", name)
		case strings.ContainsFunc(value, unprintable):
			return refusef("the value of the property %s must not hold control characters", name)
		case name == "count" && value != "1":
			// The reply has room for one jail only; the names of the others
			// would be lost.
			return refusef("count must be 1: one request makes one jail")
		}
	}
	return nil
}
