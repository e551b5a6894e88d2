package iocage

import (
	"context"
	"slices"
	"strings"
)

// A Transcript is what `iocage start` and `stop` printed, line by line: blanks
// collapsed, cut at the first colon, with the text after it as value. Lines
// without a colon have an empty value.
type Transcript map[string]string

// Start starts one jail. If the jail is already up it is not a refusal: the
// transcript then has only the member INFO.
func (c *Client) Start(ctx context.Context, jail string) (Transcript, error) {
	return c.startOrStop(ctx, "start", jail, "is already up")
}

// Stop stops one jail. If the jail is already down, the transcript has only the
// member INFO.
func (c *Client) Stop(ctx context.Context, jail string) (Transcript, error) {
	return c.startOrStop(ctx, "stop", jail, "is already down")
}

func (c *Client) startOrStop(ctx context.Context, command, jail, already string) (Transcript, error) {
	if jail == "" && c.compat.LooseArguments {
		return nil, c.refusalOf(jail, noJail, noJail)
	}
	if err := checkOneJail(jail); err != nil {
		return nil, err
	}
	out, err := c.run(ctx, command, jail)
	if err != nil {
		return nil, err
	}
	if info, found := findInfo(out, already); found {
		return c.transcript(":", info), nil
	}
	all := out.everyLine()
	if line, refused := out.refusal(); refused {
		return nil, c.refusalOf(jail, line, all...)
	}
	if c.compat.ErrorsAsMembers {
		return c.transcript(":", all...), nil
	}
	return c.transcript(":", lines(out.Stdout)...), nil
}

// refusalOf returns the refusal for a jail, with the most informative of the
// lines that iocage printed.
func (c *Client) refusalOf(jail, line string, all ...string) *Refusal {
	if c.compat.ErrorsAsMembers {
		return &Refusal{Line: line, Instead: map[string]Transcript{jail: c.transcript(":", all...)}}
	}
	return &Refusal{Line: line}
}

// findInfo returns the line `INFO: UUID (TAG) is already up`, which iocage
// prints on stderr with exit status 1.
func findInfo(out Output, already string) (string, bool) {
	for _, line := range lines(out.Stderr) {
		if strings.HasPrefix(line, "INFO:") && strings.HasSuffix(line, already) {
			return line, true
		}
	}
	return "", false
}

// whatever returns all that a command printed, including refusals, whatever its
// exit status, as the original did.
func (c *Client) whatever(ctx context.Context, separator string, words ...string) (Transcript, error) {
	out, err := c.run(ctx, words...)
	if err != nil {
		return nil, err
	}
	return c.transcript(separator, out.everyLine()...), nil
}

// everyLine returns every line that is not empty, as the original did. A line
// of blanks becomes a member without a name.
func (o Output) everyLine() []string {
	empty := func(line string) bool { return line == "" }
	return slices.DeleteFunc(strings.Split(string(o.Stdout)+"\n"+string(o.Stderr), "\n"), empty)
}

func (c *Client) transcript(separator string, lines ...string) Transcript {
	t := Transcript{}
	for _, line := range lines {
		name, value, _ := strings.Cut(strings.Join(strings.Fields(line), " "), separator)
		t[name] = c.value(value, separator)
	}
	return t
}
