// Command fakeiocage imitates the iocage command on an imitated host, for
// tests and demonstrations on machines that have neither jails nor ZFS.
package main

import (
	"os"
	"runtime/debug"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

func main() {
	debug.SetGCPercent(400) // a run is over before it pays to collect what it left
	os.Exit(fakeiocage.Main(os.Args[1:], fakeiocage.OSEnv()))
}
