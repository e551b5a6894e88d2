package iocage

import (
	"context"
	"regexp"
	"strings"
	"unicode"
)

// userName is what pw(8) takes for the name of a user, or a number.
var userName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]*\$?$`)

// Execute runs a command in a jail as one of the jail's users. What the command
// printed is the answer if it exits 0; else it is a refusal with the line that
// says most.
func (c *Client) Execute(ctx context.Context, jail, user, command string) (Transcript, error) {
	if err := checkPlainJail(jail); err != nil {
		return nil, err
	}
	if err := checkWord("user", user); err != nil {
		return nil, err
	}
	if !userName.MatchString(user) {
		return nil, refusef("the user's name must be letters, digits and any of _ . -")
	}
	words := splitCommand(command)
	if err := checkCommand(words); err != nil {
		return nil, err
	}
	out, err := c.run(ctx, append([]string{"exec", "-U", user, jail}, words...)...)
	if err != nil {
		return nil, err
	}
	if line, failed := out.commandFailure(); failed {
		return nil, &Refusal{Line: line}
	}
	return c.transcript(":", append(lines(out.Stdout), lines(out.Stderr)...)...), nil
}

// commandFailure tells a command that failed, or was never run. A command that
// succeeds may print any words, ERROR among them.
func (o Output) commandFailure() (string, bool) {
	for _, line := range lines(o.Stderr) {
		if strings.HasPrefix(line, "jexec:") {
			return line, true
		}
	}
	if o.ExitCode == 0 {
		return "", false
	}
	return o.refusal()
}

func checkCommand(words []string) error {
	if len(words) == 0 {
		return refusef("the command must not be empty")
	}
	for _, word := range words {
		if strings.ContainsFunc(word, unprintable) {
			return refusef("the command must not hold control characters")
		}
	}
	return nil
}

// splitCommand splits a command line as the original server did (Qt's
// QProcess::start with one string): at white space, but not between double
// quotes, which may stand anywhere in a word and are taken away; three in a row
// are one that stays. Nothing else has a meaning. A word cannot be empty.
func splitCommand(line string) []string {
	var words []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
		}
		word.Reset()
	}
	quoted, quotes := false, 0
	for _, r := range line {
		if r == '"' {
			if quotes++; quotes == 3 {
				quotes = 0
				word.WriteRune(r)
			}
			continue
		}
		if quotes == 1 {
			quoted = !quoted
		}
		quotes = 0
		if unicode.IsSpace(r) && !quoted {
			end()
		} else {
			word.WriteRune(r)
		}
	}
	end()
	return words
}
