package iocage

import (
	"context"
	"fmt"
	"strings"
)

// A Version is what `iocage --version` prints: "iocage 1.7.4 (2016/02/17)" is
// the shell program. The Python program prints only "0.9.9-ALPHA", and
// "Version\t1.2" in its last versions, of which the word is left out here.
type Version string

// AskVersion asks for the version of the iocage that a runner runs.
func AskVersion(ctx context.Context, r Runner) (Version, error) {
	single := &Single{Runner: r}
	out, err := single.Run(ctx, "--version")
	said := lines(out.Stdout)
	switch {
	case err != nil:
		return "", err
	case out.ExitCode != 0 || len(said) == 0:
		return "", fmt.Errorf("iocage --version ended with status %d and printed %s", out.ExitCode, quote(string(out.Stdout)))
	}
	return Version(strings.TrimPrefix(said[len(said)-1], "Version\t")), nil
}

// Python reports whether it is a version of the Python program.
func (v Version) Python() bool { return v != "" && '0' <= v[0] && v[0] <= '9' }

// Shell reports whether it is a version of the shell program. It may be neither.
func (v Version) Shell() bool { return strings.HasPrefix(string(v), "iocage ") }
