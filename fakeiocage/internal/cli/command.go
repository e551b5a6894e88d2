package cli

import (
	"slices"
	"sync"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// A Command is one subcommand.
type Command struct {
	Name string

	// Synopsis are its forms, without the program's name.
	Synopsis []string

	// Summary says what it does, for the manual.
	Summary string

	// AnyUser lets users other than root run it.
	AnyUser bool

	// Steady says that what it prints follows from its words, who runs it, and
	// the host: neither from the time, nor from what it is told.
	Steady bool

	// Run runs it with the words that follow its name.
	Run func(*call, []string) (status int, err error)
}

// Commands are the subcommands of the original, by name. The table is made when a
// run first needs it, for the manual that it holds shows the table.
func Commands() []Command {
	made.Do(func() { commands = table() })
	return commands
}

var (
	made     sync.Once
	commands []Command
)

func table() []Command {
	return []Command{
		{Name: "activate", Synopsis: []string{"activate [POOL]"}, Summary: "Mark a pool for iocage, or name the marked one.", Run: activate},
		{Name: "cap", Synopsis: []string{"cap UUID|TAG"}, Summary: "Apply resource limits again.", Run: changing(capJail)},
		{Name: "clean", Synopsis: []string{"clean [-f] [-a|-r|-j|-t]"}, Summary: "Destroy all jails, releases or templates, or everything.", Run: clean},
		{Name: "clone", Synopsis: []string{"clone UUID|TAG [PROPERTY=VALUE...]"}, Summary: "Make a jail that shares its blocks with another.", Run: changing(clone)},
		{Name: "console", Synopsis: []string{"console [-f] UUID|TAG"}, Summary: "Log in to a jail.", Run: console},
		{Name: "create", Synopsis: []string{"create [-e] [release=RELEASE] [tag=TAG] [count=N] [PROPERTY=VALUE...]"}, Summary: "Make jails from a fetched release; with -e one without a system.", Run: create},
		{Name: "deactivate", Synopsis: []string{"deactivate POOL"}, Summary: "Take the mark from a pool.", Run: deactivate},
		{Name: "defaults", Synopsis: []string{"defaults"}, Summary: "Print the default properties.", AnyUser: true, Run: looking(defaults)},
		{Name: "destroy", Synopsis: []string{"destroy [-f] UUID|TAG..."}, Summary: "Destroy jails; with -f without question, running ones too.", Run: destroy},
		{Name: "df", Synopsis: []string{"df"}, Summary: "Print the space that jails use.", AnyUser: true, Steady: true, Run: looking(df)},
		{Name: "exec", Synopsis: []string{"exec [-u USER|-U USER] UUID|TAG|ALL COMMAND..."}, Summary: "Run a command in a jail.", Run: execute},
		{Name: "export", Synopsis: []string{"export UUID|TAG"}, Summary: "Write a jail to a file.", Run: changing(export)},
		{Name: "fetch", Synopsis: []string{"fetch [release=RELEASE] [ftphost=HOST] [ftpdir=DIR] [ftpfiles=\"FILE...\"] [ftplocaldir=DIR] [-P]"}, Summary: "Fetch a release; asks which one when none is named.", Run: fetch},
		{Name: "get", Synopsis: []string{"get PROPERTY|all UUID|TAG", "get -r PROPERTY"}, Summary: "Print properties of one jail, or one property of all.", AnyUser: true, Steady: true, Run: looking(get)},
		{Name: "import", Synopsis: []string{"import UUID|TAG"}, Summary: "Read a jail from a file.", Run: changing(importJail)},
		{Name: "init-host", Synopsis: []string{"init-host IP ZPOOL"}, Summary: "Prepare another host.", Run: looking(initHost)},
		{Name: "inuse", Synopsis: []string{"inuse [UUID|TAG]"}, Summary: "Print the resources that jails use.", Run: looking(inuse)},
		{Name: "limits", Synopsis: []string{"limits [UUID|TAG]"}, Summary: "Print the resource limits in force.", Run: looking(limits)},
		{Name: "list", Synopsis: []string{"list [-t|-r|-s KEY|--warden]"}, Summary: "List jails; with -t templates, with -r releases; -s sorts by jid, uuid, boot, state, tag, type or ip4.", AnyUser: true, Steady: true, Run: looking(list)},
		{Name: "pkg", Synopsis: []string{"pkg UUID|TAG COMMAND..."}, Summary: "Run pkg in a jail.", Run: pkg},
		{Name: "promote", Synopsis: []string{"promote UUID|TAG"}, Summary: "Make a clone independent of its origin.", Run: changing(promote)},
		{Name: "pull", Synopsis: []string{"pull UUID|TAG"}, Summary: "Copy a jail from another host.", Run: looking(pull)},
		{Name: "push", Synopsis: []string{"push UUID|TAG"}, Summary: "Copy a jail to another host.", Run: looking(push)},
		{Name: "rcboot", Synopsis: []string{"rcboot"}, Summary: "Start the jails with boot=on.", Run: changing(rcboot)},
		{Name: "rcshutdown", Synopsis: []string{"rcshutdown"}, Summary: "Stop the jails with boot=on.", Run: changing(rcshutdown)},
		{Name: "reboot", Synopsis: []string{"reboot UUID|TAG...|ALL"}, Summary: "Stop and start jails.", Run: changing(reboot)},
		{Name: "reset", Synopsis: []string{"reset UUID|TAG|ALL"}, Summary: "Give a jail the default properties.", Run: reset},
		{Name: "restart", Synopsis: []string{"restart UUID|TAG...|ALL"}, Summary: "Restart the services of jails.", Run: changing(restart)},
		{Name: "rollback", Synopsis: []string{"rollback UUID|TAG@SNAPSHOT"}, Summary: "Return a jail to a snapshot.", Run: changing(rollback)},
		{Name: "runtime", Synopsis: []string{"runtime UUID|TAG"}, Summary: "Print what the kernel knows of a jail.", Run: looking(runtime)},
		{Name: "send", Synopsis: []string{"send POOL"}, Summary: "Copy everything to another pool.", Run: changing(send)},
		{Name: "set", Synopsis: []string{"set PROPERTY=VALUE... UUID|TAG..."}, Summary: "Set properties of jails; the name default stands for the defaults.", Run: changing(set)},
		{Name: "show", AnyUser: true, Run: looking(func(c *call, _ *host.Pool, _ []string) int { return usage(c) })},
		{Name: "snapmount", Synopsis: []string{"snapmount UUID|TAG@SNAPSHOT FOLDER"}, Summary: "Mount a snapshot.", Run: changing(snapmount)},
		{Name: "snapumount", Synopsis: []string{"snapumount UUID|TAG@SNAPSHOT"}, Summary: "Unmount a snapshot.", Run: changing(snapumount)},
		{Name: "snaplist", Synopsis: []string{"snaplist UUID|TAG"}, Summary: "List the snapshots of a jail.", AnyUser: true, Run: looking(snaplist)},
		{Name: "snapremove", Synopsis: []string{"snapremove UUID|TAG@SNAPSHOT|ALL"}, Summary: "Remove a snapshot.", Run: changing(snapremove)},
		{Name: "snapshot", Synopsis: []string{"snapshot|snap [-f] [-r] UUID|TAG[@SNAPSHOT]"}, Summary: "Make a snapshot of a jail.", Run: changing(snapshot)},
		{Name: "snap", Run: changing(snapshot)},
		{Name: "start", Synopsis: []string{"start [-f] UUID|TAG...|ALL"}, Summary: "Start jails.", Run: changing(start)},
		{Name: "stop", Synopsis: []string{"stop UUID|TAG...|ALL"}, Summary: "Stop jails.", Run: changing(stop)},
		{Name: "uncap", Synopsis: []string{"uncap UUID|TAG"}, Summary: "Release the resource limits of a jail.", Run: changing(uncap)},
		{Name: "update", Synopsis: []string{"update UUID|TAG"}, Summary: "Update the system of a jail.", Run: changing(update)},
		{Name: "upgrade", Synopsis: []string{"upgrade UUID|TAG"}, Summary: "Upgrade a jail to another release.", Run: changing(upgrade)},
	}
}

// looking makes a subcommand of a function that reads the pool.
func looking(fn func(*call, *host.Pool, []string) int) func(*call, []string) (int, error) {
	return func(c *call, words []string) (int, error) {
		return c.look(func(p *host.Pool) int { return fn(c, p, words) })
	}
}

// changing makes a subcommand of a function that changes the pool.
func changing(fn func(*call, *host.Pool, []string) int) func(*call, []string) (int, error) {
	return func(c *call, words []string) (int, error) {
		return c.change(func(p *host.Pool) int { return fn(c, p, words) })
	}
}

// Steady reports whether the words begin with a Steady subcommand.
func Steady(words []string) bool {
	word, _ := first(words)
	return slices.ContainsFunc(Commands(), func(c Command) bool { return c.Steady && c.Name == word })
}

// command finds the subcommand that the dialect knows by the name.
func (c *call) command(name string) (Command, bool) {
	if slices.Contains(c.dialect.Lacks, name) {
		return Command{}, false
	}
	for _, command := range Commands() {
		if command.Name == name {
			return command, true
		}
	}
	return Command{}, false
}
