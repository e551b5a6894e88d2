// Command sysadm-conformance judges a sysadm server by the documents of its
// edition.
package main

import (
	"os"

	"github.com/sysadm-go/sysadm/conformance/commandline"
)

func main() { os.Exit(commandline.Main(os.Args[1:], commandline.System())) }
