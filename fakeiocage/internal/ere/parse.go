package ere

import (
	"errors"
	"strconv"
	"strings"
)

// The messages of grep about expressions that it refuses.
var (
	ErrBracket = errors.New("Unmatched [, [^, [:, [., or [=")
	ErrOpen    = errors.New(`Unmatched ( or \(`)
	ErrClose   = errors.New(`Unmatched ) or \)`)
)

// ErrUnknown is the error for expressions that are not supported here: those
// that are too long, or repeat nothing.
var ErrUnknown = errors.New("the expression is not known")

const (
	longest     = 256 // characters of an expression: a name of zfs, and its end
	mostRepeats = 255 // in {n,m}: RE_DUP_MAX of POSIX
)

// Parse reads an expression. An error is one of those above.
func Parse(text string) (Expression, error) {
	p := &parser{rest: []rune(text)}
	if len(p.rest) > longest {
		return nil, ErrUnknown
	}
	e, err := p.alternatives()
	switch {
	case err != nil:
		return nil, err
	case len(p.rest) > 0:
		return nil, ErrClose
	}
	return e, nil
}

// A parser holds the characters not yet parsed.
type parser struct{ rest []rune }

// next removes and returns the next character; 0 at the end.
func (p *parser) next() rune {
	if len(p.rest) == 0 {
		return 0
	}
	c := p.rest[0]
	p.rest = p.rest[1:]
	return c
}

// at reports whether the next character is one of these.
func (p *parser) at(characters string) bool {
	return len(p.rest) > 0 && strings.ContainsRune(characters, p.rest[0])
}

// alternatives parses up to the end, or up to a ) that it does not consume.
func (p *parser) alternatives() (Expression, error) {
	e, err := p.sequence()
	for err == nil && p.at("|") {
		p.next()
		var other Expression
		other, err = p.sequence()
		e = either(e, other)
	}
	return e, err
}

func (p *parser) sequence() (Expression, error) {
	e := Expression(nothing)
	for len(p.rest) > 0 && !p.at("|)") {
		piece, err := p.piece()
		if err != nil {
			return nil, err
		}
		e = then(e, piece)
	}
	return e, nil
}

// piece parses one element and how often it is repeated.
func (p *parser) piece() (Expression, error) {
	e, err := p.atom()
	for err == nil {
		switch {
		case p.at("*"):
			e = repeat(e, 0, -1)
		case p.at("+"):
			e = repeat(e, 1, -1)
		case p.at("?"):
			e = repeat(e, 0, 1)
		case p.at("{"):
			least, most, length := numbers(string(p.rest))
			if length == 0 {
				return e, nil // a brace like any other character
			}
			if max(least, most) > mostRepeats || most >= 0 && least > most {
				return nil, ErrUnknown
			}
			e = repeat(e, least, most)
			p.rest = p.rest[length-1:]
		default:
			return e, nil
		}
		p.next()
	}
	return e, err
}

func (p *parser) atom() (Expression, error) {
	switch c := p.next(); c {
	case '(':
		e, err := p.alternatives()
		if err == nil && p.next() != ')' {
			return nil, ErrOpen
		}
		return e, err
	case '[':
		return p.bracket()
	case '.':
		return one(func(rune) bool { return true }), nil
	case '^':
		return only(func(int) int { return 0 }), nil
	case '$':
		return only(func(length int) int { return length }), nil
	case '*', '+', '?':
		return nil, ErrUnknown
	case '\\':
		return p.escaped()
	default:
		return literal(c), nil
	}
}

// escaped parses an escaped character. Letters and digits with a special
// meaning are not supported.
func (p *parser) escaped() (Expression, error) {
	c := p.next()
	if c == 0 || c < 0x80 && isAlnum(c) {
		return nil, ErrUnknown
	}
	return literal(c), nil
}

func literal(c rune) Expression { return one(func(other rune) bool { return other == c }) }

// numbers parses {n}, {n,} or {n,m}; length 0 means that it is none of them.
func numbers(text string) (least, most, length int) {
	inside, _, closed := strings.Cut(text[1:], "}")
	first, second, two := strings.Cut(inside, ",")
	least, err1 := strconv.Atoi(first)
	most = least
	var err2 error
	switch {
	case two && second == "":
		most = -1
	case two:
		most, err2 = strconv.Atoi(second)
	}
	if !closed || strings.ContainsAny(inside, "+- ") || err1 != nil || err2 != nil {
		return 0, 0, 0
	}
	return least, most, len(inside) + 2
}
