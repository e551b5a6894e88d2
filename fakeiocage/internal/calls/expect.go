package calls

import (
	"fmt"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/glob"
)

// AnyRest, as the last pattern, stands for any further arguments.
const AnyRest = "..."

// Expect reports whether the calls are as expected: times of them match the
// patterns, at least one where times is negative. Each pattern is for one
// argument: * stands for any text, ? for any one byte. The error says how
// many did and, when none, which call came nearest.
func Expect(all []Call, patterns []string, times int) error {
	n := 0
	for _, c := range all {
		if matches(patterns, c.Args) {
			n++
		}
	}
	switch {
	case times < 0 && n > 0, times >= 0 && n == times:
		return nil
	case n > 0:
		return fmt.Errorf("%d %s `%s`, not %d", n, verb(n), strings.Join(patterns, " "), times)
	case len(all) == 0:
		return fmt.Errorf("no call matches `%s`: none was made", strings.Join(patterns, " "))
	}
	near := nearest(all, patterns)
	return fmt.Errorf("no call matches `%s`: the nearest of %d is `%s`, where %s",
		strings.Join(patterns, " "), len(all), strings.Join(near.Args, " "), miss(patterns, near.Args))
}

func verb(n int) string {
	if n == 1 {
		return "call matches"
	}
	return "calls match"
}

func matches(patterns, args []string) bool {
	patterns, args = align(patterns, args)
	if len(patterns) != len(args) {
		return false
	}
	for i, p := range patterns {
		if !glob.Match(p, args[i]) {
			return false
		}
	}
	return true
}

// align removes AnyRest, and the arguments for which it stands.
func align(patterns, args []string) ([]string, []string) {
	last := len(patterns) - 1
	if last < 0 || patterns[last] != AnyRest {
		return patterns, args
	}
	return patterns[:last], args[:min(len(args), last)]
}

// nearest returns the call that needs the fewest changed, missing and
// additional arguments to match; the last one if there are several.
func nearest(all []Call, patterns []string) Call {
	best, least := all[0], -1
	for _, c := range all {
		if d := distance(patterns, c.Args); least < 0 || d <= least {
			best, least = c, d
		}
	}
	return best
}

// distance is the edit distance of two lists (Levenshtein), where a pattern
// equals an argument that it matches.
func distance(patterns, args []string) int {
	patterns, args = align(patterns, args)
	row := make([]int, len(args)+1)
	for j := range row {
		row[j] = j
	}
	for i, p := range patterns {
		diagonal := row[0]
		row[0] = i + 1
		for j, arg := range args {
			change := diagonal
			if !glob.Match(p, arg) {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, diagonal+1, row[j]+1)
		}
	}
	return row[len(args)]
}

// miss describes the first mismatch of the arguments.
func miss(patterns, args []string) string {
	patterns, args = align(patterns, args)
	for i, p := range patterns {
		switch {
		case i >= len(args):
			return fmt.Sprintf("argument %d is missing: %q", i+1, p)
		case !glob.Match(p, args[i]):
			return fmt.Sprintf("argument %d is %q, not %q", i+1, args[i], p)
		}
	}
	return fmt.Sprintf("argument %d is more than was expected: %q", len(patterns)+1, args[len(patterns)])
}
