package catalogue

import (
	"fmt"
	"path"
	"slices"

	"github.com/sysadm-go/sysadm/schemas"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// offered returns the parameters of an edition, as ACTION.PARAMETER in the order
// of its actions, that any of the globs matches.
func offered(e edition.Edition, globs []string) []string {
	var names []string
	for _, action := range e.Actions {
		for _, p := range schemas.Parameters(e, action) {
			name := action + "." + p.Name
			if slices.ContainsFunc(globs, func(glob string) bool { matched, _ := path.Match(glob, name); return matched }) {
				names = append(names, name)
			}
		}
	}
	return names
}

// checkActions refuses words that are no action of any edition.
func checkActions(words []string) error {
	for _, word := range words {
		if !slices.ContainsFunc(edition.Editions, func(e edition.Edition) bool { return e.Offers(word) }) {
			return fmt.Errorf("no edition has an action %q", word)
		}
	}
	return nil
}

// checkOf refuses globs that match no parameter of any edition.
func checkOf(globs []string) error {
	for _, glob := range globs {
		some := slices.ContainsFunc(edition.Editions, func(e edition.Edition) bool { return len(offered(e, []string{glob})) > 0 })
		if !some {
			return fmt.Errorf("no edition has a parameter %q: write ACTION.PARAMETER, as in *.jail", glob)
		}
	}
	return nil
}
