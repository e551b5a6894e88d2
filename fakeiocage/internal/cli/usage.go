package cli

import (
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// usage prints the forms of all subcommands. Its first line is the original's;
// the rest is this project's.
func usage(c *call) int {
	c.out.Printf("usage:\n")
	for _, command := range c.commands {
		if slices.Contains(c.dialect.Lacks, command.Name) {
			continue
		}
		for _, form := range command.Synopsis {
			c.out.Printf("  iocage %s\n", form)
		}
	}
	c.out.Printf("  iocage --version | --help\n\n")
	c.out.Printf("  A jail is named by its TAG or its whole UUID; `default` names the default properties.\n")
	return 0
}

func show(c *call, _ *host.Pool, _ []string) int { return usage(c) }

// manual prints the manual, which the original shows in a pager.
func manual(c *call) int {
	c.out.Printf("IOCAGE(8), as fakeiocage imitates it (%s)\n\n", c.dialect.Version)
	c.out.Printf("This is not iocage: no jail is made. It keeps an imitated host and answers as\n")
	c.out.Printf("the shell iocage of that date answers.\n\nSUBCOMMANDS\n")
	for _, command := range c.commands {
		if len(command.Synopsis) == 0 || slices.Contains(c.dialect.Lacks, command.Name) {
			continue
		}
		c.out.Printf("  %s\n      %s\n", strings.Join(command.Synopsis, "\n  "), command.Summary)
	}
	c.out.Printf("\nENVIRONMENT\n%s", environment)
	return 0
}

const environment = `  FAKEIOCAGE_STATE         folder of the imitated host; default: fakeiocage in the user's cache folder
  FAKEIOCAGE_DIALECT       program that is imitated: shell-2016-02-01 (default), shell-2016-02-05, python-2017-06-05
  FAKEIOCAGE_USER          who runs the command; default: root
  FAKEIOCAGE_LOCK_TIMEOUT  longest wait for other processes; default: 60s
  FAKEIOCAGE_FAULTS        file with things that go wrong; default: those of the state folder
  FAKEIOCAGE_ALLOW         1: be iocage even beside a real one
  FAKEIOCAGE_FETCH_DELAY   time that fetch takes for each file; default: 0s
  RC_PID                   set: started by rc(8), which activates no pool
`
