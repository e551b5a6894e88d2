// Package ere matches texts with POSIX extended regular expressions, accepted
// and refused as grep -E does. It says only whether a text matches, so it is
// small. The imitated command, which must start in a millisecond, cannot afford
// the tables that package regexp makes before main.
package ere

import "slices"

// places says for each position in a text, before each character and after the
// last, whether it is in a set.
type places []bool

// An Expression maps the positions at which matches may begin to those at which
// they end. Computing all of them together needs no backtracking, and takes no
// longer for an expression that can match in many ways.
type Expression func(text []rune, begin places) (end places)

// Match reports whether the text, or a part of it, matches.
func (e Expression) Match(text string) bool {
	characters := []rune(text)
	anywhere := slices.Repeat(places{true}, len(characters)+1)
	return slices.Contains(e(characters, anywhere), true)
}

// one matches a character.
func one(fits func(rune) bool) Expression {
	return func(text []rune, begin places) places {
		end := make(places, len(begin))
		for i, c := range text {
			end[i+1] = begin[i] && fits(c)
		}
		return end
	}
}

// only matches the empty text at one position, computed from the length of the
// text.
func only(place func(length int) int) Expression {
	return func(text []rune, begin places) places {
		end, i := make(places, len(begin)), place(len(text))
		end[i] = begin[i]
		return end
	}
}

// nothing matches the empty text anywhere.
func nothing(_ []rune, begin places) places { return begin }

// then matches one expression followed by another.
func then(first, second Expression) Expression {
	return func(text []rune, begin places) places { return second(text, first(text, begin)) }
}

// either matches one of two expressions.
func either(one, other Expression) Expression {
	return func(text []rune, begin places) places { return union(one(text, begin), other(text, begin)) }
}

// repeat matches the expression at least and at most that often; a negative
// most is no limit.
func repeat(e Expression, least, most int) Expression {
	return func(text []rune, begin places) places {
		end := times(least, begin, func(p places) places { return e(text, p) })
		return times(most-least, end, func(p places) places { return union(p, e(text, p)) })
	}
}

// times applies the step n times, or without limit if n is negative, as long as
// it yields new positions. Steps only move to the right, so they end with the
// text.
func times(n int, p places, step func(places) places) places {
	for ; n != 0; n-- {
		next := step(p)
		if slices.Equal(next, p) {
			break
		}
		p = next
	}
	return p
}

func union(a, b places) places {
	all := slices.Clone(a)
	for i := range b {
		all[i] = all[i] || b[i]
	}
	return all
}
