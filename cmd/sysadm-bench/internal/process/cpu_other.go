//go:build !linux

package process

import (
	"errors"
	"time"
)

// CPU returns the processor time that a process has used so far, in user and
// system mode, without its children. The error is errors.ErrUnsupported where
// the system does not report it.
func CPU(int) (time.Duration, error) { return 0, errors.ErrUnsupported }
