package cli

import (
	"slices"

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

	// Steady says that the output depends only on the words, the user and the
	// host, and not on the time or the input.
	Steady bool

	// One of Look, Change and Run is set and runs the command with the words
	// after its name. Look reads the active pool, Change changes it, and Run
	// finds for itself what it works on.
	Look, Change func(*call, *host.Pool, []string) (status int)
	Run          func(*call, []string) (status int, err error)
}

// Commands are the subcommands of the original, by name. Functions that need
// the table find it in the call, so that nothing is built when a program
// starts.
var Commands = []Command{
	{Name: "activate", Synopsis: []string{"activate [POOL]"}, Summary: "Mark a pool for iocage, or name the marked one.", Run: activate},
	{Name: "cap", Synopsis: []string{"cap UUID|TAG"}, Summary: "Apply resource limits again.", Change: capJail},
	{Name: "clean", Synopsis: []string{"clean [-f] [-a|-r|-j|-t]"}, Summary: "Destroy all jails, releases or templates, or everything.", Run: clean},
	{Name: "clone", Synopsis: []string{"clone UUID|TAG [PROPERTY=VALUE...]"}, Summary: "Make a jail that shares its blocks with another.", Change: clone},
	{Name: "console", Synopsis: []string{"console [-f] UUID|TAG"}, Summary: "Log in to a jail.", Run: console},
	{Name: "create", Synopsis: []string{"create [-e] [release=RELEASE] [tag=TAG] [count=N] [PROPERTY=VALUE...]"}, Summary: "Make jails from a fetched release; with -e one without a system.", Run: create},
	{Name: "deactivate", Synopsis: []string{"deactivate POOL"}, Summary: "Take the mark from a pool.", Run: deactivate},
	{Name: "defaults", Synopsis: []string{"defaults"}, Summary: "Print the default properties.", AnyUser: true, Look: defaults},
	{Name: "destroy", Synopsis: []string{"destroy [-f] UUID|TAG..."}, Summary: "Destroy jails; with -f without question, running ones too.", Run: destroy},
	{Name: "df", Synopsis: []string{"df"}, Summary: "Print the space that jails use.", AnyUser: true, Steady: true, Look: df},
	{Name: "exec", Synopsis: []string{"exec [-u USER|-U USER] UUID|TAG|ALL COMMAND..."}, Summary: "Run a command in a jail.", Run: execute},
	{Name: "export", Synopsis: []string{"export UUID|TAG"}, Summary: "Write a jail to a file.", Change: export},
	{Name: "fetch", Synopsis: []string{"fetch [release=RELEASE] [ftphost=HOST] [ftpdir=DIR] [ftpfiles=\"FILE...\"] [ftplocaldir=DIR] [-P]"}, Summary: "Fetch a release; asks which one when none is named.", Run: fetch},
	{Name: "get", Synopsis: []string{"get PROPERTY|all UUID|TAG", "get -r PROPERTY"}, Summary: "Print properties of one jail, or one property of all.", AnyUser: true, Steady: true, Look: get},
	{Name: "import", Synopsis: []string{"import UUID|TAG"}, Summary: "Read a jail from a file.", Change: importJail},
	{Name: "init-host", Synopsis: []string{"init-host IP ZPOOL"}, Summary: "Prepare another host.", Look: initHost},
	{Name: "inuse", Synopsis: []string{"inuse [UUID|TAG]"}, Summary: "Print the resources that jails use.", Look: inuse},
	{Name: "limits", Synopsis: []string{"limits [UUID|TAG]"}, Summary: "Print the resource limits in force.", Look: limits},
	{Name: "list", Synopsis: []string{"list [-t|-r|-s KEY|--warden]"}, Summary: "List jails; with -t templates, with -r releases; -s sorts by jid, uuid, boot, state, tag, type or ip4.", AnyUser: true, Steady: true, Look: list},
	{Name: "pkg", Synopsis: []string{"pkg UUID|TAG COMMAND..."}, Summary: "Run pkg in a jail.", Run: pkg},
	{Name: "promote", Synopsis: []string{"promote UUID|TAG"}, Summary: "Make a clone independent of its origin.", Change: promote},
	{Name: "pull", Synopsis: []string{"pull UUID|TAG"}, Summary: "Copy a jail from another host.", Look: pull},
	{Name: "push", Synopsis: []string{"push UUID|TAG"}, Summary: "Copy a jail to another host.", Look: push},
	{Name: "rcboot", Synopsis: []string{"rcboot"}, Summary: "Start the jails with boot=on.", Change: rcboot},
	{Name: "rcshutdown", Synopsis: []string{"rcshutdown"}, Summary: "Stop the jails with boot=on.", Change: rcshutdown},
	{Name: "reboot", Synopsis: []string{"reboot UUID|TAG...|ALL"}, Summary: "Stop and start jails.", Change: reboot},
	{Name: "reset", Synopsis: []string{"reset UUID|TAG|ALL"}, Summary: "Give a jail the default properties.", Run: reset},
	{Name: "restart", Synopsis: []string{"restart UUID|TAG...|ALL"}, Summary: "Restart the services of jails.", Change: restart},
	{Name: "rollback", Synopsis: []string{"rollback UUID|TAG@SNAPSHOT"}, Summary: "Return a jail to a snapshot.", Change: rollback},
	{Name: "runtime", Synopsis: []string{"runtime UUID|TAG"}, Summary: "Print what the kernel knows of a jail.", Look: runtime},
	{Name: "send", Synopsis: []string{"send POOL"}, Summary: "Copy everything to another pool.", Change: send},
	{Name: "set", Synopsis: []string{"set PROPERTY=VALUE... UUID|TAG..."}, Summary: "Set properties of jails; the name default stands for the defaults.", Change: set},
	{Name: "show", AnyUser: true, Look: show},
	{Name: "snapmount", Synopsis: []string{"snapmount UUID|TAG@SNAPSHOT FOLDER"}, Summary: "Mount a snapshot.", Change: snapmount},
	{Name: "snapumount", Synopsis: []string{"snapumount UUID|TAG@SNAPSHOT"}, Summary: "Unmount a snapshot.", Change: snapumount},
	{Name: "snaplist", Synopsis: []string{"snaplist UUID|TAG"}, Summary: "List the snapshots of a jail.", AnyUser: true, Look: snaplist},
	{Name: "snapremove", Synopsis: []string{"snapremove UUID|TAG@SNAPSHOT|ALL"}, Summary: "Remove a snapshot.", Change: snapremove},
	{Name: "snapshot", Synopsis: []string{"snapshot|snap [-f] [-r] UUID|TAG[@SNAPSHOT]"}, Summary: "Make a snapshot of a jail.", Change: snapshot},
	{Name: "snap", Change: snapshot},
	{Name: "start", Synopsis: []string{"start [-f] UUID|TAG...|ALL"}, Summary: "Start jails.", Change: start},
	{Name: "stop", Synopsis: []string{"stop UUID|TAG...|ALL"}, Summary: "Stop jails.", Change: stop},
	{Name: "uncap", Synopsis: []string{"uncap UUID|TAG"}, Summary: "Release the resource limits of a jail.", Change: uncap},
	{Name: "update", Synopsis: []string{"update UUID|TAG"}, Summary: "Update the system of a jail.", Change: update},
	{Name: "upgrade", Synopsis: []string{"upgrade UUID|TAG"}, Summary: "Upgrade a jail to another release.", Change: upgrade},
}

// Steady reports whether the words begin with the name of a Steady subcommand.
func Steady(words []string) bool {
	word, _ := first(words)
	return slices.ContainsFunc(Commands, func(c Command) bool { return c.Steady && c.Name == word })
}

// command returns the subcommand of that name, if the dialect has it.
func (c *call) command(name string) (Command, bool) {
	if slices.Contains(c.dialect.Lacks, name) {
		return Command{}, false
	}
	for _, command := range c.commands {
		if command.Name == name {
			return command, true
		}
	}
	return Command{}, false
}

// run runs the subcommand with the words that follow its name.
func (c *call) run(command Command, words []string) (status int, err error) {
	switch {
	case command.Look != nil:
		return c.look(func(p *host.Pool) int { return command.Look(c, p, words) })
	case command.Change != nil:
		return c.change(func(p *host.Pool) int { return command.Change(c, p, words) })
	}
	return command.Run(c, words)
}
