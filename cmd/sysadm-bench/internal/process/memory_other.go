//go:build !linux

package process

import (
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
)

// Memory returns the resident memory of a process, in bytes.
func Memory(pid int) (int64, error) {
	out, err := exec.Command("ps", "-o", "rss=", "-p", strconv.Itoa(pid)).Output()
	if err != nil {
		return 0, fmt.Errorf("cannot tell the memory of a process: %w", err)
	}
	kib, err := strconv.ParseInt(strings.TrimSpace(string(out)), 10, 64)
	return kib * 1024, err
}

// peak is unknown here while a process runs; getrusage(2) reports it at the
// end.
func peak(int) (int64, error) { return 0, errors.ErrUnsupported }
