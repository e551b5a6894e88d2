// Sysadm-conformance judges a sysadm server by the documents of its edition.
package main

import (
	"os"

	"github.com/sysadm-go/sysadm/conformance"
)

func main() { os.Exit(conformance.Main(os.Args[1:], conformance.System())) }
