//go:build linux || freebsd

package processgroup

import "syscall"

// Own puts a command into its own process group, and makes the kernel signal it
// if the server is killed: the next server must not meet a running command that
// it does not know. Linux sends the signal when the thread that started the
// command ends (prctl(2), PR_SET_PDEATHSIG), so that thread must live until the
// command ends. Other systems have no such signal.
func Own(atDeath syscall.Signal) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: atDeath}
}
