package click

import (
	"slices"
	"strings"
)

// Parse reads the words that follow the command's name. Its error is a
// UsageError.
func (c *Command) Parse(words []string) (Values, error) {
	p := parser{command: c, rest: words, values: Values{options: map[string][]string{}, arguments: map[string][]string{}}}
	for len(p.rest) > 0 {
		word := p.next()
		if word == "--" {
			break
		}
		if len(word) < 2 || word[0] != '-' {
			p.operands = append(p.operands, word)
			continue
		}
		if err := p.option(word); err != nil {
			return Values{}, err
		}
	}
	if p.values.Help {
		return p.values, nil
	}
	extra, err := c.assign(p.values.arguments, append(p.operands, p.rest...))
	if err != nil {
		return p.values, err
	}
	return p.values, c.complete(p.values, extra)
}

// A parser reads the words of one call.
type parser struct {
	command        *Command
	operands, rest []string
	values         Values
}

func (p *parser) next() string {
	word := p.rest[0]
	p.rest = p.rest[1:]
	return word
}

// option reads a word that begins with a dash: a whole name, with or without a
// value, or else a bundle of letters.
func (p *parser) option(word string) error {
	name, value, attached := strings.Cut(word, "=")
	if o := p.command.find(name); o != nil && isLong(name) {
		return p.take(o, name, value, attached)
	}
	if name == "--help" {
		p.values.Help = true
		return valueless(name, attached)
	}
	switch {
	case !strings.HasPrefix(word, "--"):
		return p.bundle(word[1:])
	case p.command.PassUnknown:
		p.operands = append(p.operands, word)
		return nil
	}
	return p.command.noSuch(name)
}

// isLong reports whether Click matches the name as a whole: it is no dash with
// one letter.
func isLong(name string) bool { return len([]rune(name)) > 2 }

func (p *parser) take(o *Option, name, value string, attached bool) error {
	if !o.takesValue() {
		p.set(o, o.on(name))
		return valueless(name, attached)
	}
	if !attached {
		if len(p.rest) == 0 {
			return UsageError{"Error: " + name + " option requires an argument\n"}
		}
		value = p.next()
	}
	p.set(o, value)
	return nil
}

func valueless(name string, attached bool) error {
	if attached {
		return UsageError{"Error: " + name + " option does not take a value\n"}
	}
	return nil
}

// bundle reads letters, each an option; what follows one that takes a value is
// its value. Unknown letters that are passed on become one word.
func (p *parser) bundle(letters string) error {
	unknown := ""
	defer func() {
		if unknown != "" {
			p.operands = append(p.operands, "-"+unknown)
		}
	}()
	for i, letter := range letters {
		name := "-" + string(letter)
		o := p.command.find(name)
		if o == nil && p.command.PassUnknown {
			unknown += string(letter)
			continue
		}
		if o == nil {
			return UsageError{"Error: no such option: " + name + "\n"}
		}
		if after := letters[i+len(string(letter)):]; o.takesValue() {
			return p.take(o, name, after, after != "")
		}
		p.set(o, o.on(name))
	}
	return nil
}

func (p *parser) set(o *Option, value string) {
	p.values.options[o.Key] = append(p.values.options[o.Key], value)
}

func (c *Command) find(name string) *Option {
	i := slices.IndexFunc(c.Options, func(o Option) bool { return slices.Contains(o.Names, name) || slices.Contains(o.Off, name) })
	if i < 0 {
		return nil
	}
	return &c.Options[i]
}

// noSuch says that there is no such option, and which begin like it.
func (c *Command) noSuch(name string) error {
	var like []string
	for _, o := range append(slices.Clone(c.Options), Option{Names: []string{"--help"}}) {
		for _, known := range slices.Concat(o.Names, o.Off) {
			if isLong(known) && strings.HasPrefix(known, name) {
				like = append(like, known)
			}
		}
	}
	slices.Sort(like)
	text := "Error: no such option: " + name
	switch {
	case len(like) == 1:
		text += "  Did you mean " + like[0] + "?"
	case len(like) > 1:
		text += "  (Possible options: " + strings.Join(like, ", ") + ")"
	}
	return UsageError{text + "\n"}
}

// assign gives the words to the arguments and returns those that are left.
func (c *Command) assign(to map[string][]string, words []string) ([]string, error) {
	for i, a := range c.Arguments {
		after := len(c.Arguments) - i - 1
		n := 1
		if a.Many {
			n = max(0, len(words)-after)
		}
		if len(words) < n {
			if a.Optional {
				continue
			}
			return nil, c.Wrong("Missing argument \"" + a.Name + "\".")
		}
		to[a.Name], words = words[:n], words[n:]
	}
	return words, nil
}

// complete returns an error if a required option is missing, or a word is left.
func (c *Command) complete(values Values, extra []string) error {
	for _, o := range c.Options {
		if o.Required && len(values.All(o.Key)) == 0 {
			return c.Wrong(`Missing option "` + strings.Join(o.Names, `" / "`) + `".`)
		}
	}
	switch len(extra) {
	case 0:
		return nil
	case 1:
		return c.Wrong("Got unexpected extra argument (" + extra[0] + ")")
	}
	return c.Wrong("Got unexpected extra arguments (" + strings.Join(extra, " ") + ")")
}

// Wrong is the error that names the command's usage and what was wrong.
func (c *Command) Wrong(what string) error {
	return UsageError{c.usage() + "\n\nError: " + what + "\n"}
}

// usage is the line that --help and some errors begin with.
func (c *Command) usage() string {
	line := "Usage: " + c.Name + " [OPTIONS]"
	for _, a := range c.Arguments {
		name := strings.ToUpper(a.Name)
		if a.Many {
			name = "[" + name + "]..."
		}
		line += " " + name
	}
	return line
}

// ParseFirst reads the options that precede the name of a subcommand, and
// returns the words from that name on.
func (c *Command) ParseFirst(words []string) (Values, []string, error) {
	p := parser{command: c, rest: words, values: Values{options: map[string][]string{}}}
	for len(p.rest) > 0 && len(p.rest[0]) > 1 && p.rest[0][0] == '-' {
		word := p.next()
		if word == "--" {
			break
		}
		if err := p.option(word); err != nil {
			return Values{}, nil, err
		}
	}
	return p.values, p.rest, nil
}
