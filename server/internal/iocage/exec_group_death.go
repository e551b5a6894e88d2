//go:build linux || freebsd

package iocage

import "syscall"

// ownGroup puts a command into a process group of its own, and has the kernel
// end it should the server be killed: the next server must not find a command
// at work that it knows nothing of.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
