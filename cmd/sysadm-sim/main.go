// Command sysadm-sim is a simulated FreeBSD host in one process: the sysadm
// server running on the imitated iocage, and levers to inspect and change the
// host. It is for tests; it manages no real jail.
package main

import "os"

func main() {
	os.Exit(Main(os.Args[1:], Env{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv}))
}
