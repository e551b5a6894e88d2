// Command fakeiocage imitates the iocage command on an imitated host, for
// tests and demonstrations on machines that have neither jails nor ZFS.
//
//go:debug updatemaxprocs=0
package main

import (
	"os"
	"runtime/debug"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

// A run ends before collecting its garbage would pay off, and before the number
// of processors can change.
func main() {
	debug.SetGCPercent(400)
	os.Exit(fakeiocage.Main(os.Args[1:], fakeiocage.OSEnv()))
}
