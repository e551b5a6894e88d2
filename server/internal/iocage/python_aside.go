package iocage

import (
	"context"
	"regexp"
	"strings"
)

// aside matches the beginnings of all lines that the program prints on stdout
// beside the answer of a command that reads, and then does what was asked (calls
// of logit in iocage 89864aa to 1.2, of level INFO and NOTICE from 0.9.9 on).
var aside = regexp.MustCompile(`^(?:` + strings.Join([]string{
	// The pool that it takes if none is active, and its datasets (ioc_json.py, ioc_check.py).
	`Setting up zpool \[`,
	` ?If you wish to change please use`,
	`Creating [^\t]*/iocage`,
	// The jails of older programs (ioc_json.py, json_load).
	`hack88 is no longer supported\.`,
	`[^\t]* is being converted to [^\t]* permanently\.$`,
	`Stopping jail to migrate UUIDs\.`,
	`Default configuration missing, creating one`,
	// A host without /dev/fd (ioc_check.py, __check_fd_mount__).
	`\*{80}$`,
	`fdescfs\(5\) is not mounted`,
	`mount -t fdescfs null /dev/fd`,
	`You can also permanently mount it in`,
	`fdescfs /dev/fd `,
	// An index of plugins without a branch for the host's release (ioc_plugin.py, _clone_repo).
	`Branch [^\t]* does not exist at `,
	`Using "master" branch for plugin`,
}, "|") + `)`)

// separate returns the lines of an answer, and those beside it. Whoever reads an
// answer reads all of its lines, or reports the first that cannot be read: an
// answer in an unknown form must not be taken for an empty one.
func separate[T string | []byte](printed T) (answer, asides []string) {
	for line := range strings.Lines(string(printed)) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.Trim(line, " ") == "":
		case aside.MatchString(line):
			asides = append(asides, line)
		default:
			answer = append(answer, line)
		}
	}
	return answer, asides
}

// tell logs the lines beside an answer.
func (p *Python) tell(ctx context.Context, command string, asides []string) {
	for _, line := range asides {
		p.log.InfoContext(ctx, "iocage says", "command", command, "line", strings.TrimSpace(line))
	}
}
