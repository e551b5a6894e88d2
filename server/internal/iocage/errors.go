package iocage

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Why a command has no answer. Callers ask with errors.Is.
var (
	// ErrNotInstalled says that there is no iocage to run.
	ErrNotInstalled = errors.New("iocage is not installed on this host")

	// ErrTimeout says that a command was ended at the time limit.
	ErrTimeout = errors.New("it was ended")

	// ErrBusy says that a command was not started, because others that it had
	// to wait for took too long.
	ErrBusy = errors.New("other commands had not ended")

	// ErrStopped says that the server stopped before the command ended.
	ErrStopped = errors.New("the server is shutting down")
)

// A Refusal says that iocage refused, or that this package refused in its place
// because of a name that must not reach the command.
type Refusal struct {
	// Line is iocage's own line, without blanks around it.
	Line string

	// Instead is the answer in place of the line, if the compat has another;
	// nil means the line.
	Instead any
}

// noJail is what most commands of iocage print if they get no jail, where the
// compat passes such a request on. `start` and `stop` print nothing.
const noJail = "ERROR: missing UUID!"

// nothing is the answer where the original gave an empty one.
type nothing struct{}

// Error returns the line.
func (r *Refusal) Error() string { return r.Line }

func refusef(format string, args ...any) error {
	return &Refusal{Line: fmt.Sprintf(format, args...)}
}

// refused returns the Refusal for a line that iocage printed.
func (c *Client) refused(out Output, line string) *Refusal {
	all := out.everyLine()
	i := slices.IndexFunc(all, func(printed string) bool { return strings.TrimSpace(printed) == line })
	if i < 0 || !c.compat.PaddedErrors || !isError(line) {
		return &Refusal{Line: line}
	}
	return &Refusal{Line: line, Instead: map[string]string{"error": all[i]}}
}

// refusal returns the line with which iocage refused, if it did. It refuses
// with an exit status other than 0, or with a line that begins with "ERROR"
// (many of its failures exit 0).
func (o Output) refusal() (line string, refused bool) {
	stderr, stdout := slices.DeleteFunc(lines(o.Stderr), isAboutRelease), lines(o.Stdout)
	for i, line := range append(stderr, stdout...) {
		if isError(line) {
			return withReason(line, stderr[min(i+1, len(stderr)):]), true
		}
	}
	if said := slices.DeleteFunc(slices.Clone(stderr), isInfo); len(said) > 0 {
		stderr = said
	}
	switch {
	case o.ExitCode == 0:
		return "", false
	case len(stderr) > 0 && stderr[0] == "FAILED" && len(stdout) > 0:
		// `start` prints the step on stdout and its failure on stderr.
		return stdout[len(stdout)-1] + " FAILED", true
	case len(stderr) > 0:
		return withReason(stderr[0], stderr[1:]), true
	case len(stdout) > 0:
		return stdout[len(stdout)-1], true
	}
	return fmt.Sprintf("iocage ended with status %d and said nothing", o.ExitCode), true
}

// withReason adds the reason to a line that lacks it, from the lines that
// follow: why the start failed ("vnet=on but kernel is not VNET capable!"), or
// which pools iocage found and what to do.
func withReason(line string, next []string) string {
	switch {
	case len(next) == 0:
	case strings.HasPrefix(line, "ERROR: start failed for "):
		return line + ": " + next[0]
	case strings.HasPrefix(line, "WARNING: You have more then one pool"):
		var pools []string
		for _, n := range next {
			if pool, _, active := strings.Cut(n, "\tiocage"); active {
				pools = append(pools, pool)
			}
		}
		return fmt.Sprintf("%s %s. %s", line, strings.Join(pools, ", "), next[len(next)-1])
	}
	return line
}

// isAboutRelease reports whether the line is what iocage says of each release when
// a start chooses an address for AUTOIP4: it asks for the settings of a jail "-"
// (ioc-network, __get_autoip4). A request cannot name such a jail.
func isAboutRelease(line string) bool { return line == "ERROR: - is not a valid command" }

// isInfo reports whether the line says what iocage did besides what it was
// asked, such as creating datasets.
func isInfo(line string) bool { return strings.HasPrefix(line, "INFO:") }

// failure is refusal, but also finds errors of zfs or another tool on stderr,
// after which iocage continues and exits 0.
func (o Output) failure() (line string, failed bool) {
	if line, refused := o.refusal(); refused {
		return line, true
	}
	for _, line := range lines(o.Stderr) {
		if strings.HasPrefix(line, "cannot ") || strings.HasSuffix(line, ": No such file or directory") {
			return line, true
		}
	}
	return "", false
}

// isError recognises iocage's "ERROR: …" (and its "ERROR  : …"). A property or
// a jail that contains the word stands on a line that begins differently.
func isError(line string) bool {
	rest, ok := strings.CutPrefix(line, "ERROR")
	return ok && strings.HasPrefix(strings.TrimLeft(rest, " "), ":")
}

// lines returns the lines that are not blank, without surrounding blanks.
func lines[T string | []byte](text T) []string {
	var found []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" {
			found = append(found, line)
		}
	}
	return found
}
