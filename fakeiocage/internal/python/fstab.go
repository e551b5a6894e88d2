package python

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

func fstabOptions() []click.Option {
	return []click.Option{
		{Key: "action", Names: []string{"--add", "-a"}, Value: "add", Help: "Add an entry and mount it."},
		{Key: "action", Names: []string{"--remove", "-r"}, Value: "remove", Help: "Remove an entry, or that of a number, and unmount it."},
		{Key: "action", Names: []string{"--edit", "-e"}, Value: "edit", Help: "Open the fstab in EDITOR, which changes nothing here."},
	}
}

// fstab adds an entry to the fstab of a jail or removes one (cli/fstab.py).
// Nothing is mounted: the imitated host has no such files.
func fstab(c *call, values click.Values) error {
	word, words, action := values.Argument("jail"), values.Words("fstab_string"), values.Option("action")
	return c.change(func(p *host.Pool) error {
		all, err := c.jailsFor(p, word)
		switch {
		case err != nil:
			return err
		case len(words) == 0 && action != "edit":
			c.print("Please supply a fstab entry!")
			return exit(1, "")
		}
		j, err := c.find(all, word)
		if err != nil {
			return err
		}
		m, ok := mountOf(words)
		if !ok && action != "edit" {
			c.print("Please specify a valid fstab entry!\n\nExample:\n  /the/source /dest FSTYPE FSOPTIONS FSDUMP FSPASS")
			return exit(1, "")
		}
		return c.editFstab(p, j, action, m)
	})
}

// A mount is one entry: what is mounted, where, its type, options, dump and
// pass; or, if it has no fields, the number of an entry that there is.
type mount struct {
	fields []string
	index  int // -1: it has fields
}

// mountOf reads an entry in one word or in six. One word that is neither that
// nor a number is a folder, to be mounted in its own place for reading.
func mountOf(words []string) (m mount, ok bool) {
	if len(words) == 1 {
		word := words[0]
		if number, err := strconv.Atoi(strings.TrimSpace(word)); err == nil {
			return mount{make([]string, 6), number}, true
		}
		if words = strings.Fields(word); len(words) != 6 {
			words = []string{word, word, "nullfs", "ro", "0", "0"}
		}
	}
	return mount{slices.Clone(words), -1}, len(words) == 6
}

// text is the entry as a line of the file.
func (m mount) text() string { return strings.Join(m.fields, "\t") }

// editFstab does what was asked for (ioc_fstab.py, __fstab_parse__).
func (c *call) editFstab(p *host.Pool, j named, action string, m mount) error {
	if action == "" {
		return refuse("Type of operation not specified!")
	}
	owner, err := fstabOwner(p, j)
	if err != nil {
		return err
	}
	switch action {
	case "add":
		return c.addMount(owner, j, m)
	case "remove":
		c.removeMount(owner, j, m)
	}
	return nil
}

// fstabOwner returns the jail in whose folder the program looks for the fstab:
// it has the uuid for its name. A template has none.
func fstabOwner(p *host.Pool, j named) (jail, error) {
	owner := p.ByUUID(j.UUID())
	if owner == nil {
		return jail{}, noFile(p.Root() + "/jails/" + j.UUID() + "/fstab")
	}
	return jail{owner}, nil
}

// addMount adds an entry below the jail's root. That of a number is empty, and
// there is no folder to mount it on.
func (c *call) addMount(owner jail, j named, m mount) error {
	if m.index < 0 {
		m.fields[1] = owner.folder() + "/root" + m.fields[1]
	}
	owner.mount(m, c.now)
	c.printf("Successfully added mount to %s (%s)'s fstab", j.UUID(), j.name)
	if m.fields[1] == "" {
		return noFile("")
	}
	return nil
}

// folder is where the jail's dataset is mounted.
func (j jail) folder() string { return j.Pool().Root() + "/" + j.Below() }

// mount adds the entry to the jail's fstab.
func (j jail) mount(m mount, now time.Time) {
	line := m.text() + " # Added by iocage on " + now.UTC().Format(time.DateTime)
	j.Fstab = append(j.Fstab, strings.Split(line, "\n")...)
}

// removeMount removes the entries with the same text, or the one of that
// number.
func (c *call) removeMount(owner jail, j named, m mount) {
	var kept []string
	removed := false
	for _, line := range owner.Fstab {
		if entry(line) == m.text() || len(kept) == m.index && !removed {
			removed = true
			continue
		}
		kept = append(kept, line)
	}
	owner.Fstab = kept
	if removed {
		c.printf("Successfully removed mount from %s (%s)'s fstab", j.UUID(), j.name)
	} else {
		c.print("No matching fstab entry.")
	}
}

// entry is a line without its comment.
func entry(line string) string {
	text, _, _ := strings.Cut(line, "#")
	return strings.TrimRight(text, " \t")
}

// getFstab prints the entries with their numbers (cli/get.py).
func (c *call) getFstab(p *host.Pool, j named, script bool) error {
	owner, err := fstabOwner(p, j)
	if err != nil {
		return err
	}
	var rows [][]string
	for i, line := range owner.Fstab {
		rows = append(rows, []string{strconv.Itoa(i), strings.ReplaceAll(entry(line), "\t", " ")})
	}
	c.printRows([]string{"INDEX", "FSTAB ENTRY"}, rows, script)
	return nil
}

// mountBase fills the fstab of a basejail: it has the system of its release, or
// of its template, for reading (ioc_create.py, _create_jail).
func (c *call) mountBase(j jail, release string) {
	place := host.TemplatesPlace
	if strings.Contains(release, "-RELEASE") || strings.Contains(release, "-STABLE") {
		place = host.ReleasesPlace
	}
	for _, folder := range strings.Fields("bin boot lib libexec rescue sbin usr/bin usr/include usr/lib usr/libexec usr/sbin usr/share usr/libdata usr/lib32") {
		if folder == "usr/lib32" && strings.Contains(release, "-STABLE") {
			continue // HardenedBSD has none
		}
		from := j.Pool().Root() + "/" + place + "/" + release + "/root/" + folder
		j.mount(mount{fields: []string{from, j.folder() + "/root/" + folder, "nullfs", "ro", "0", "0"}}, c.now)
	}
}
