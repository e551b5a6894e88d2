package conformance

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// disable leaves out the checks that the options do not select. A glob that
// matches nothing is an error: the checks its author relies on would be left
// out in silence.
func (p plan) disable(o Options) error {
	run, err := p.matching("--run", o.Run, nameOf)
	if err != nil {
		return err
	}
	skip, err := p.matching("--skip", o.Skip, nameOf)
	if err != nil {
		return err
	}
	section, err := p.matching("--section", o.Sections, func(_ string, c Check) string { return c.Section })
	if err != nil {
		return err
	}
	enabled := 0
	for i := range p {
		switch {
		case len(o.Run) > 0 && !run[i]:
			p.leaveOut(i, Disabled, "not selected by --run")
		case len(o.Levels) > 0 && !slices.Contains(o.Levels, p[i].Check.Level):
			p.leaveOut(i, Disabled, "not selected by --level")
		case len(o.Sections) > 0 && !section[i]:
			p.leaveOut(i, Disabled, "not selected by --section")
		case skip[i]:
			p.leaveOut(i, Disabled, "left out by --skip")
		default:
			enabled++
		}
	}
	if enabled == 0 {
		return errors.New("cannot select checks: --run, --level, --section and --skip together leave no check")
	}
	return nil
}

// nameOf is what a glob is held against: the id, or the edition and the id
// where the glob names an edition.
func nameOf(glob string, c Check) string {
	if strings.Contains(glob, "/") {
		return c.Edition.Name + "/" + c.ID
	}
	return c.ID
}

// An UnmatchedError says that a glob matches no check.
type UnmatchedError struct {
	// What is the option that has the glob, such as "--run".
	What, Glob string

	// Similar are names of checks that nearly match the glob, the nearest
	// first.
	Similar []string
}

// Error also offers similar names.
func (e *UnmatchedError) Error() string {
	return fmt.Sprintf("cannot select checks: %s %q matches no check%s; see sysadm-conformance list", e.What, e.Glob, e.Hint())
}

// Hint asks whether a similar name was meant; it is empty if there is none.
func (e *UnmatchedError) Hint() string {
	if len(e.Similar) == 0 {
		return ""
	}
	return " (did you mean " + strings.Join(e.Similar, ", ") + "?)"
}

// matching returns which checks any of the globs matches.
func (p plan) matching(what string, globs []string, text func(glob string, c Check) string) ([]bool, error) {
	matched := make([]bool, len(p))
	for _, glob := range globs {
		re := globRegexp(glob)
		hits := 0
		for i := range p {
			if re.MatchString(text(glob, p[i].Check)) {
				matched[i] = true
				hits++
			}
		}
		if hits == 0 {
			return nil, &UnmatchedError{What: what, Glob: glob, Similar: p.similar(glob, text)}
		}
	}
	return matched, nil
}

// globRegexp translates a glob: * stands for any text.
func globRegexp(glob string) *regexp.Regexp {
	parts := strings.Split(glob, "*")
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	return regexp.MustCompile("^" + strings.Join(parts, ".*") + "$")
}

// similarShown is how many names are offered instead of a wrong one.
const similarShown = 3

// similar returns what is nearly what a glob says, nearest first.
func (p plan) similar(glob string, text func(glob string, c Check) string) []string {
	distances := map[string]int{}
	var near []string
	for _, one := range p {
		name := text(glob, one.Check)
		if _, seen := distances[name]; seen {
			continue
		}
		distances[name] = levenshtein.ComputeDistance(glob, head(name, strings.Count(glob, ".")+1))
		if distances[name] <= len(glob)/3 {
			near = append(near, name)
		}
	}
	slices.SortFunc(near, func(a, b string) int {
		return cmp.Or(cmp.Compare(distances[a], distances[b]), cmp.Compare(a, b))
	})
	return near[:min(len(near), similarShown)]
}

// head is the first parts of an id.
func head(id string, parts int) string {
	all := strings.Split(id, ".")
	return strings.Join(all[:min(parts, len(all))], ".")
}
