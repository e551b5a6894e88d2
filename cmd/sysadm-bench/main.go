// Command sysadm-bench measures the programs of this project next to what the
// machine can do at the least, and prints the ratios.
package main

import "os"

func main() { os.Exit(Main(os.Args[1:], System())) }
