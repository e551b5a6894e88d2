package iocage

import (
	"context"
	"fmt"
	"strings"
)

// Python is a client of the rewrite of iocage in Python. It is safe for
// concurrent use.
//
// Sources: iocage 89864aa (2017-06-05). That program reports a failure by its
// exit status, always. Its log goes to stdout, errors included, and there may be
// lines before an answer: whatever the command but activate, it sets up the first
// pool if none is active, and creates the datasets that it misses (ioc_json.py,
// ioc_check.py).
type Python struct {
	*commands
	tables *readings[Table]
}

// NewPython returns a client that runs its commands with r. The edition and the
// compat of the options do not concern it.
func NewPython(r Runner, o Options) *Python {
	return &Python{commands: newCommands(r, o), tables: newReadings(parseTable)}
}

// lines runs a command that reads. It returns the lines of the answer, and logs
// those beside it.
func (p *Python) lines(ctx context.Context, args ...string) ([]string, error) {
	out, err := p.answer(ctx, args...)
	if err != nil {
		return nil, err
	}
	answer, asides := separate(out.Stdout)
	p.tell(ctx, args[0], asides)
	return answer, nil
}

// answer runs a command. It returns what iocage printed if it did what was
// asked, and a *Refusal otherwise.
func (p *Python) answer(ctx context.Context, args ...string) (Output, error) {
	out, err := p.run(ctx, args...)
	if err != nil {
		return Output{}, err
	}
	if out.ExitCode != 0 {
		return Output{}, &Refusal{Line: out.pythonReason()}
	}
	return out, nil
}

// mostReason is the longest reason for a failure, in bytes: a stack of Python
// may end with a whole document.
const mostReason = 500

// pythonReason returns in one line why a command failed: the message of the
// exception that ended it, else what click or sys.exit printed, else the log.
func (o Output) pythonReason() string {
	reason := exception(string(o.Stderr))
	if reason == "" {
		said, _ := separate(o.Stdout)
		reason = strings.Join(lines(strings.Join(said, "\n")), " ")
	}
	if reason == "" {
		return fmt.Sprintf("iocage ended with status %d and said nothing", o.ExitCode)
	}
	if len(reason) > mostReason {
		reason = strings.ToValidUTF8(reason[:mostReason], "") + "…"
	}
	return reason
}

const stackHeading = "Traceback (most recent call last):"

// exception returns the last message on stderr, without the stack above it.
func exception(stderr string) string {
	if i := strings.LastIndex(stderr, stackHeading); i >= 0 {
		stderr = belowStack(stderr[i+len(stackHeading):])
	}
	if _, said, usage := strings.Cut(stderr, "\nError: "); usage { // click prints the usage first
		stderr = said
	}
	message := strings.Join(lines(stderr), " ")
	for _, prefix := range []string{"Error: ", "RuntimeError: ", "RuntimeError"} {
		message = strings.TrimPrefix(message, prefix)
	}
	return message
}

// belowStack returns what follows the frames of a stack, which are indented.
func belowStack(text string) string {
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "  ") {
			break
		}
		text = text[len(line):]
	}
	return text
}
