//go:build linux || freebsd

package processgroup

import "syscall"

// Own puts a command into a process group of its own, and has the kernel send it
// a signal should the server be killed: the next server must not find a command
// at work that it knows nothing of. To Linux the death of the thread that started
// the command is the death of the server (prctl(2), PR_SET_PDEATHSIG), so that
// thread must be kept until the command ends. Other systems know no such signal.
func Own(atDeath syscall.Signal) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: atDeath}
}
