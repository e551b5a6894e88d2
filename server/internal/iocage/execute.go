package iocage

import (
	"context"
	"regexp"
	"strings"

	"github.com/sysadm-go/sysadm/server/internal/commandline"
)

// userName matches names of users that pw(8) accepts, and numbers.
var userName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]*\$?$`)

// Execute runs a command in a jail as one of the jail's users. If the command
// exits 0, its output is the answer; otherwise the result is a refusal with its
// most telling line.
func (c *Client) Execute(ctx context.Context, jail, user, command string) (Transcript, error) {
	if err := checkOneJail(jail); err != nil {
		return nil, err
	}
	if err := checkWord("user", user); err != nil {
		return nil, err
	}
	if !userName.MatchString(user) {
		return nil, refusef("the user's name must be letters, digits and any of _ . -")
	}
	words := commandline.Split(command)
	if err := checkCommand(words); err != nil {
		return nil, err
	}
	out, err := c.run(ctx, append([]string{"exec", "-U", user, jail}, words...)...)
	if err != nil {
		return nil, err
	}
	if line, failed := out.commandFailure(); failed {
		return nil, c.refused(out, line)
	}
	return c.transcript(":", append(lines(out.Stdout), lines(out.Stderr)...)...), nil
}

// commandFailure reports whether a command failed or never ran. A command that
// succeeds may print any words, including ERROR.
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
