// Package naming names a run and the things that it makes on a host.
package naming

import (
	"crypto/rand"
	"regexp"
	"strings"
)

// plain keeps a run's id a part of a plain tag.
var plain = regexp.MustCompile(`^[a-z0-9]{1,20}$`)

// IsRun reports whether a run may have this id.
func IsRun(id string) bool { return plain.MatchString(id) }

// NewRun is the id of a run: short, and by chance no other's.
func NewRun() string { return strings.ToLower(rand.Text()[:10]) }

// Prefix is how the tags of all jails and the ids of all jobs of a run begin.
func Prefix(run string) string { return "conformance-" + run + "-" }

// New is a tag or an id that nobody has, with this prefix.
func New(prefix string) string { return prefix + NewRun() }
