// Command sysadm-sim is a simulated FreeBSD host in one process: the sysadm
// server over the imitated iocage, and the levers to set and show the host's
// state. It is for tests; it manages no real jail.
package main

import "os"

func main() {
	os.Exit(Main(os.Args[1:], Env{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv}))
}
