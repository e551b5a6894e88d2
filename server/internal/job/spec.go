package job

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/server/internal/commandline"
)

// A Spec asks for a job.
type Spec struct {
	ID       string
	User     string
	Commands []string
}

// maxID limits the length of an id, maxCommands the total length of a job's
// commands; in bytes.
const (
	maxID       = 128
	maxCommands = 64 << 10
)

// plainID matches ids like those of the documents and of the official client:
// sysadm_pkg_install-{9c07…}, sysadm_update_runupdates::start.
var plainID = regexp.MustCompile(`^[A-Za-z0-9_.:+@{}-]+$`)

// check rejects jobs that could never run, or not be told apart in a list.
func (s Spec) check() error {
	switch {
	case len(s.ID) > maxID:
		return fmt.Errorf("%w: a job's id is %d bytes long: %d are allowed", ErrMalformed, len(s.ID), maxID)
	case !plainID.MatchString(s.ID):
		return fmt.Errorf("%w: a job's id must be letters, digits and any of _ - . : + @ { }, not %q", ErrMalformed, s.ID)
	}
	length := 0
	for _, command := range s.Commands {
		if strings.Contains(command, "\x00") {
			return fmt.Errorf("%w: the job %s has a command with a NUL character", ErrMalformed, s.ID)
		}
		length += len(command)
	}
	if length > maxCommands {
		return fmt.Errorf("%w: the commands of the job %s are %d bytes long: %d are allowed", ErrMalformed, s.ID, length, maxCommands)
	}
	return nil
}

// Allowed refuses commands whose program is not in the list; an empty one allows
// all.
func (s Spec) Allowed(programs []string) error {
	if len(programs) == 0 {
		return nil
	}
	for _, program := range Programs(s.Commands) {
		if !slices.Contains(programs, program) {
			return fmt.Errorf("%w: %q is not among the programs that may be run: %s", ErrForbidden, program, strings.Join(programs, ", "))
		}
	}
	return nil
}

// Programs returns the first words of commands. Unlike the arguments, they may
// be shown to those who must not see a secret.
func Programs(commands []string) []string {
	var programs []string
	for _, command := range commands {
		if words := commandline.Split(command); len(words) > 0 {
			programs = append(programs, words[0])
		}
	}
	return programs
}
