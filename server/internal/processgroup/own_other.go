//go:build !linux && !freebsd

package processgroup

import "syscall"

// Own puts a command into its own process group. This system has no signal for
// the death of the server.
func Own(syscall.Signal) *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
