//go:build !linux

package process

import (
	"errors"
	"time"
)

// CPU is the time of the processor that a process has used so far, in the program
// and the system, without its children. errors.ErrUnsupported: it is not known on
// this system.
func CPU(int) (time.Duration, error) { return 0, errors.ErrUnsupported }
