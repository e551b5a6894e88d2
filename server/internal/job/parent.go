//go:build linux || freebsd

package job

import "syscall"

// endWithParent has a command told to end when the server is killed.
func endWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGTERM }
