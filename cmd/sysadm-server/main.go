// Command sysadm-server serves the sysadm API for a host's iocage jails.
package main

import (
	"os"

	"github.com/sysadm-go/sysadm/server"
)

func main() {
	os.Exit(server.Main(os.Args[1:], server.Env{
		Stdin:  os.Stdin,
		Stdout: os.Stdout,
		Stderr: os.Stderr,
		Getenv: os.Getenv,
	}))
}
