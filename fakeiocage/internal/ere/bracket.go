package ere

import "strings"

// bracket parses what follows [: the set of characters to match or, after ^,
// not to match. A ] in first position belongs to the set.
func (p *parser) bracket() (Expression, error) {
	not := p.at("^")
	if not {
		p.next()
	}
	var members []func(rune) bool
	for first := true; first || !p.at("]"); first = false {
		member, err := p.member()
		if err != nil {
			return nil, err
		}
		members = append(members, member)
	}
	p.next()
	return one(func(c rune) bool {
		for _, is := range members {
			if is(c) {
				return !not
			}
		}
		return not
	}), nil
}

// member reads a character, a range a-z or a class [:alpha:].
func (p *parser) member() (func(rune) bool, error) {
	if name, rest, closed := strings.Cut(string(p.rest), ":]"); closed && strings.HasPrefix(name, "[:") {
		p.rest = []rune(rest)
		if is, known := class(name[len("[:"):]); known {
			return is, nil
		}
		return nil, ErrUnknown
	}
	low := p.next()
	high := low
	if len(p.rest) > 1 && p.at("-") && p.rest[1] != ']' {
		p.next()
		high = p.next()
	}
	switch {
	case low == 0 || len(p.rest) == 0:
		return nil, ErrBracket
	case low > high:
		return nil, ErrUnknown
	}
	return func(c rune) bool { return low <= c && c <= high }, nil
}

// class finds a class of characters by its name, as the C locale has them.
func class(name string) (is func(rune) bool, known bool) {
	switch name {
	case "alnum":
		return isAlnum, true
	case "alpha":
		return func(c rune) bool { return isAlnum(c) && !isDigit(c) }, true
	case "digit":
		return isDigit, true
	case "lower":
		return func(c rune) bool { return 'a' <= c && c <= 'z' }, true
	case "upper":
		return func(c rune) bool { return 'A' <= c && c <= 'Z' }, true
	case "xdigit":
		return func(c rune) bool { return isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F' }, true
	case "blank":
		return func(c rune) bool { return c == ' ' || c == '\t' }, true
	case "space":
		return func(c rune) bool { return c == ' ' || '\t' <= c && c <= '\r' }, true
	case "cntrl":
		return func(c rune) bool { return c < ' ' || c == 0x7f }, true
	case "graph":
		return isGraph, true
	case "print":
		return func(c rune) bool { return isGraph(c) || c == ' ' }, true
	case "punct":
		return func(c rune) bool { return isGraph(c) && !isAlnum(c) }, true
	}
	return nil, false
}

func isDigit(c rune) bool { return '0' <= c && c <= '9' }
func isAlnum(c rune) bool { return isDigit(c) || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
func isGraph(c rune) bool { return ' ' < c && c < 0x7f }
