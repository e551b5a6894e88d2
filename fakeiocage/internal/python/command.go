package python

import (
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
)

// A Command is one subcommand.
type Command struct {
	// Name is the subcommand's name, and Help the sentence of --help.
	Name, Help string

	// Steady says that the output depends only on the words, the user and the
	// host, and not on the time or the input.
	Steady bool

	root      bool // only root may run it
	passes    bool // unknown options belong to its arguments
	arguments []click.Argument
	options   func() []click.Option
	run       func(*call, click.Values) error
}

// commands are the subcommands, by name. The call has them, so that nothing is
// built when a program starts.
var commands = []Command{
	{Name: "activate", Help: "Make iocage use a pool, and no other one.", root: true, arguments: []click.Argument{{Name: "zpool"}}, run: activate},
	{Name: "chroot", Help: "Run a command in a jail's folder.", passes: true, arguments: commandInJail, run: chroot},
	{Name: "clean", Help: "Destroy all jails, releases or templates, or everything.", root: true, options: cleanOptions, run: clean},
	{Name: "clone", Help: "Clone a jail.", root: true, arguments: []click.Argument{{Name: "source"}, {Name: "props", Many: true}}, run: clone},
	{Name: "console", Help: "Log in to a jail.", root: true, arguments: []click.Argument{{Name: "jail"}}, run: console},
	{Name: "create", Help: "Make jails from a release or a template.", root: true, arguments: []click.Argument{{Name: "props", Many: true}}, options: createOptions, run: create},
	{Name: "deactivate", Help: "Make iocage no longer use a pool.", root: true, arguments: []click.Argument{{Name: "zpool"}}, run: deactivate},
	{Name: "destroy", Help: "Destroy jails, or releases.", root: true, arguments: []click.Argument{{Name: "jails", Many: true}}, options: destroyOptions, run: destroy},
	{Name: "df", Help: "Print the space that jails use.", Steady: true, options: dfOptions, run: df},
	{Name: "exec", Help: "Run a command in a jail.", root: true, passes: true, arguments: commandInJail, options: execOptions, run: execute},
	{Name: "export", Help: "Write a jail to a file.", root: true, arguments: []click.Argument{{Name: "jail"}}, run: export},
	{Name: "fetch", Help: "Fetch a release or a plugin.", root: true, arguments: []click.Argument{{Name: "props", Many: true}}, options: fetchOptions, run: fetch},
	{Name: "fstab", Help: "Change the fstab of a jail.", root: true, arguments: []click.Argument{{Name: "jail"}, {Name: "fstab_string", Many: true}}, options: fstabOptions, run: fstab},
	{Name: "get", Help: "Print properties of a jail, one property of all, or the active pool.", Steady: true,
		arguments: []click.Argument{{Name: "prop", Optional: true}, {Name: "jail", Optional: true}}, options: getOptions, run: get},
	{Name: "import", Help: "Read a jail from a file.", root: true, arguments: []click.Argument{{Name: "jail"}}, run: importJail},
	{Name: "list", Help: "List jails, templates, releases or plugins.", Steady: true, options: listOptions, run: list},
	{Name: "migrate", Help: "Migrate jails to the present format.", root: true, options: migrateOptions, run: migrate},
	{Name: "pkg", Help: "Run pkg in a jail.", root: true, arguments: commandInJail, run: pkg},
	{Name: "restart", Help: "Restart a jail, or ALL.", root: true, arguments: []click.Argument{{Name: "jail"}}, options: restartOptions, run: restart},
	{Name: "rollback", Help: "Return a jail to a snapshot.", root: true, arguments: []click.Argument{{Name: "jail"}}, options: rollbackOptions, run: rollback},
	{Name: "set", Help: "Set a property of a jail.", root: true, arguments: []click.Argument{{Name: "prop", Many: true}, {Name: "jail"}}, options: setOptions, run: set},
	{Name: "snaplist", Help: "List the snapshots of a jail.", Steady: true, arguments: []click.Argument{{Name: "jail"}}, options: snaplistOptions, run: snaplist},
	{Name: "snapremove", Help: "Remove a snapshot of a jail.", arguments: []click.Argument{{Name: "jail"}}, options: snapremoveOptions, run: snapremove},
	{Name: "snapshot", Help: "Make a snapshot of a jail.", root: true, arguments: []click.Argument{{Name: "jail"}}, options: snapshotOptions, run: snapshot},
	{Name: "start", Help: "Start jails, or ALL.", root: true, arguments: []click.Argument{{Name: "jails", Many: true}}, options: bootOptions, run: start},
	{Name: "stop", Help: "Stop jails, or ALL.", root: true, arguments: []click.Argument{{Name: "jails", Many: true}}, options: bootOptions, run: stop},
	{Name: "update", Help: "Update the system of a jail.", root: true, arguments: []click.Argument{{Name: "jail"}}, run: update},
	{Name: "upgrade", Help: "Upgrade a jail to another release.", root: true, arguments: []click.Argument{{Name: "jail"}}, options: upgradeOptions, run: upgrade},
}

// commandInJail are the arguments of what runs a command in a jail.
var commandInJail = []click.Argument{{Name: "jail"}, {Name: "command", Many: true}}

// Steady reports whether the words begin with the name of a Steady subcommand,
// and do not ask a plugin, which is in a jail and may be down.
func Steady(words []string) bool {
	return len(words) > 0 && !(words[0] == "get" && slices.ContainsFunc(words, asksPlugin)) && slices.ContainsFunc(commands, func(c Command) bool { return c.Steady && c.Name == words[0] })
}

// asksPlugin reports whether the word may be, or have in it, the option of get
// that asks a plugin.
func asksPlugin(word string) bool {
	return strings.HasPrefix(word, "-") && strings.ContainsAny(word, "Pg")
}

func (c *call) command(name string) (*Command, bool) {
	i := slices.IndexFunc(c.commands, func(c Command) bool { return c.Name == name })
	if i < 0 {
		return nil, false
	}
	return &c.commands[i], true
}

// syntax is what Click knows of the subcommand.
func (c *Command) syntax() *click.Command {
	s := &click.Command{Name: "iocage " + c.Name, Help: c.Help, Arguments: c.arguments, PassUnknown: c.passes}
	if c.options != nil {
		s.Options = c.options()
	}
	return s
}

// group is what Click knows of the program before its subcommand.
func (c *call) group() *click.Command {
	return &click.Command{
		Name: "iocage", Help: "Manage jails. This is an imitation: no jail is made.",
		Arguments: []click.Argument{{Name: "command"}, {Name: "args", Many: true}},
		Options:   []click.Option{{Key: "version", Names: []string{"--version"}, Help: "Show the version and exit."}},
	}
}

// groupPage is the help of the program.
func (c *call) groupPage(group *click.Command) string {
	rows := make([]click.Row, len(c.commands))
	for i, command := range c.commands {
		rows[i] = click.Row{Name: command.Name, Help: command.Help}
	}
	return group.Page() + "\nCommands:\n" + click.Columns(rows)
}
