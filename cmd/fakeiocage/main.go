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

// A run is over before it pays to collect what it left, and before the number of
// processors changes.
func main() {
	debug.SetGCPercent(400)
	os.Exit(fakeiocage.Main(os.Args[1:], fakeiocage.OSEnv()))
}
