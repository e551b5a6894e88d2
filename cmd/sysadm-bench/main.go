// Command sysadm-bench measures the programs of this project, compares them
// with the least work that the machine must do, and prints the ratios.
package main

import "os"

func main() { os.Exit(Main(os.Args[1:], System())) }
