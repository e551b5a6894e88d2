package conformance

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// disable settles the checks that the options do not select. A glob that
// matches nothing is an error: the checks its author relies on would be left
// out in silence.
func (p plan) disable(o Options) error {
	run, err := p.matching(o.Run, nameOf)
	if err != nil {
		return err
	}
	skip, err := p.matching(o.Skip, nameOf)
	if err != nil {
		return err
	}
	section, err := p.matching(o.Sections, func(_ string, c Check) string { return c.Section })
	if err != nil {
		return err
	}
	enabled := 0
	for i := range p {
		switch {
		case len(o.Run) > 0 && !run[i]:
			p.settle(i, Disabled, "not selected by --run")
		case len(o.Levels) > 0 && !slices.Contains(o.Levels, p[i].Check.Level):
			p.settle(i, Disabled, "not selected by --level")
		case len(o.Sections) > 0 && !section[i]:
			p.settle(i, Disabled, "not selected by --section")
		case skip[i]:
			p.settle(i, Disabled, "left out by --skip")
		default:
			enabled++
		}
	}
	if enabled == 0 {
		return errors.New("cannot judge: --run, --level, --section and --skip together leave no check")
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

// matching returns which checks any of the globs matches.
func (p plan) matching(globs []string, text func(glob string, c Check) string) ([]bool, error) {
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
			return nil, fmt.Errorf("cannot select %q: it matches no check%s; see sysadm-conformance list", glob, p.similar(glob, text))
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

// similar offers what is nearly what a glob says, nearest first.
func (p plan) similar(glob string, text func(glob string, c Check) string) string {
	distances := map[string]int{}
	var near []string
	for _, one := range p {
		name := text(glob, one.Check)
		if _, seen := distances[name]; seen {
			continue
		}
		distances[name] = distance(glob, name)
		if distances[name] <= len(glob)/3 || strings.HasPrefix(name, glob+".") {
			near = append(near, name)
		}
	}
	if len(near) == 0 {
		return ""
	}
	slices.SortFunc(near, func(a, b string) int {
		return cmp.Or(cmp.Compare(distances[a], distances[b]), cmp.Compare(a, b))
	})
	return ": did you mean " + strings.Join(near[:min(len(near), similarShown)], ", ") + "?"
}

// distance is how many bytes must be put in, left out or replaced to make one
// text of the other: Levenshtein's.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
