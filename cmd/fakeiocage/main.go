// Command fakeiocage imitates the iocage command on an imitated host, for
// tests and demonstrations on machines that have neither jails nor ZFS.
package main

import (
	"os"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

func main() { os.Exit(fakeiocage.Main(os.Args[1:], fakeiocage.OSEnv())) }
