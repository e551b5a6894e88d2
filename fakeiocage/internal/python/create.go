package python

import (
	"slices"
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

func createOptions() []click.Option {
	return []click.Option{
		{Key: "count", Names: []string{"--count", "-c"}, Metavar: "TEXT", Help: "How many jails to make."},
		{Key: "release", Names: []string{"--release", "-r"}, Metavar: "TEXT", Help: "The release to make it from."},
		{Key: "template", Names: []string{"--template", "-t"}, Metavar: "TEXT", Help: "The template to make it from."},
		{Key: "pkglist", Names: []string{"--pkglist", "-p"}, Metavar: "TEXT", Help: "A file with packages to install."},
		{Key: "uuid", Names: []string{"--uuid", "-u"}, Metavar: "TEXT", Help: "The uuid of the jail."},
		{Key: "basejail", Names: []string{"--basejail", "-b"}, Help: "Mount the release instead of copying it."},
		{Key: "empty", Names: []string{"--empty", "-e"}, Help: "Make a jail without a system."},
		{Key: "short", Names: []string{"--short", "-s"}, Help: "Cut the uuid to 8 characters."},
	}
}

// A making is what create makes one jail from.
type making struct {
	release  string // or the template
	uuid     string
	words    []string // NAME=VALUE
	number   int      // put behind the tag; 0: none
	template bool     // it is made from a template
	empty    bool     // it has no system
	basejail bool
	silent   bool // it is made without a word
}

// create makes jails from a release or a template (cli/create.py).
func create(c *call, values click.Values) error {
	count, err := c.createCount(values.Option("count"))
	if err != nil {
		return err
	}
	m, err := newMaking(values)
	if err != nil {
		return err
	}
	if err := c.prepareCreate(m); err != nil {
		return err
	}
	if count == 1 {
		_, err := c.createOne(m, values)
		return err
	}
	for m.number = 1; m.number <= count; m.number++ {
		if made, err := c.createOne(m, values); err != nil || !made {
			return orExit(err)
		}
	}
	return nil
}

func orExit(err error) error {
	if err != nil {
		return err
	}
	return exit(1, "")
}

// createCount is countOf for create, which says it without an exception.
func (c *call) createCount(text string) (int, error) {
	n, err := countOf(text)
	if err != nil {
		c.print("(" + strings.ReplaceAll(text, ",", "") + " is not a valid  integer.")
		return 0, exit(1, "")
	}
	return n, nil
}

// newMaking reads the options.
func newMaking(values click.Values) (making, error) {
	m := making{
		release: values.Option("release"), uuid: values.Option("uuid"), words: values.Words("props"),
		template: values.Option("template") != "", empty: values.Has("empty"), basejail: values.Has("basejail"),
	}
	list := values.Option("pkglist")
	switch {
	case strings.Contains(m.release, "="):
		return m, refuse("Please supply a valid RELEASE!")
	case list != "":
		return m, refuse(list + " does not exist!\nPlease supply a JSON file with the format: \n{\n    \"pkgs\": [\n    \"foo\",\n    \"bar\"\n    ]\n}")
	case values.Has("short") && m.uuid != "" && len([]rune(m.uuid)) < 8:
		return m, refuse("Need a minimum of 8 characters to use --short (-s) and --uuid (-u) together!")
	case m.template:
		m.release = values.Option("template")
	case m.release == "" && !m.empty:
		return m, refuse("Must supply either --template (-t) or --release (-r)!")
	}
	if m.empty {
		m.release = "EMPTY"
	}
	return m, nil
}

// prepareCreate fetches the release if the host does not have it.
func (c *call) prepareCreate(m making) error {
	have := m.template || m.empty
	err := c.look(func(p *host.Pool) error {
		have = have || p.Installed(m.release)
		return nil
	})
	if err != nil || have {
		return err
	}
	delay, err := c.env.FetchDelay()
	if err != nil {
		return err
	}
	return c.fetchRelease(fetching{release: strings.ToUpper(m.release), files: defaultFiles(), updates: true, marks: true, delay: delay})
}

// createOne makes one jail, and starts it if it is to boot. It says why it
// cannot.
func (c *call) createOne(m making, values click.Values) (made bool, err error) {
	err = c.change(func(p *host.Pool) error {
		if m.uuid == "" {
			m.uuid = p.Host().NewRandomUUID(c.now)
		}
		if values.Has("short") {
			m.uuid = shortUUID(m.uuid)
		}
		j, starts, err := c.makeJail(p, m)
		if err == nil && starts {
			err = c.startJail(j, false)
		}
		message, refused := refusal(err)
		if refused {
			c.print(message)
			c.listTemplates(p, m)
			return nil
		}
		made = err == nil
		return err
	})
	return made, err
}

// listTemplates names the templates if one was asked for.
func (c *call) listTemplates(p *host.Pool, m making) {
	if !m.template {
		return
	}
	c.print("Created Templates:")
	tags := []string{}
	for _, t := range p.In(host.TemplatesPlace) {
		tags = append(tags, t.Tag())
	}
	slices.SortStableFunc(tags, func(a, b string) int { return nameKey(a).compare(nameKey(b)) })
	for _, tag := range tags {
		c.print("  " + tag)
	}
}

// makeJail makes a jail, and reports whether it is to be started. A jail with a
// bad property does not stay (ioc_create.py, _create_jail).
func (c *call) makeJail(p *host.Pool, m making) (j jail, starts bool, err error) {
	source, err := m.source(p)
	if err != nil {
		return j, false, err
	}
	j = jail{p.CloneRoot(source, m.uuid, p.Host().Begin(c.now))}
	j.Rootless = m.empty
	for _, each := range created {
		j.Set(each.name, each.value)
	}
	j.takeDefaults()
	j.Set("release", m.releaseOf(source))
	if m.basejail {
		j.Set("basejail", "yes")
	}
	tag, starts, err := c.giveAll(j, m)
	if err != nil {
		p.Erase(j.Jail)
		return j, false, err
	}
	c.tagNew(j, tag, m.silent)
	if m.basejail {
		c.mountBase(j, m.release)
	}
	if !m.silent {
		c.printf("%s (%s) successfully created!", m.uuid, j.Tag())
	}
	return j, starts, nil
}

// source returns what the jail is made from; nil: from nothing.
func (m making) source(p *host.Pool) (*host.Jail, error) {
	place, kind := host.ReleasesPlace, "RELEASE"
	if m.template {
		place, kind = host.TemplatesPlace, "Template"
	}
	source := p.Jail(place + "/" + m.release)
	switch {
	case p.ByUUID(m.uuid) != nil:
		return nil, refuse("The UUID is already in use by another jail.")
	case m.empty:
		return nil, nil
	case source == nil || p.RefuseName(host.JailsPlace, m.uuid) != "":
		return nil, refusef("%s: %s not found!", kind, m.release)
	}
	return source, nil
}

func (m making) releaseOf(source *host.Jail) string {
	if m.template {
		return source.Get("release")
	}
	return m.release
}

// giveAll gives the jail its properties. It returns the tag that it is to have,
// and whether it is to be started.
func (c *call) giveAll(j jail, m making) (tag string, starts bool, err error) {
	for _, word := range m.words {
		name, value, _ := strings.Cut(word, "=")
		if name == "tag" {
			if tag = value; value == "default" {
				return "", false, refuse("You cannot name a jail default, that is a reserved name.")
			}
			if m.number > 0 {
				tag += "_" + strconv.Itoa(m.number)
			}
		}
		if err := j.give(name, value, false); err != nil {
			if message, refused := refusal(err); refused {
				err = refuse("***\n" + message + "\n***\n")
			}
			return "", false, err
		}
		starts = starts || word == "boot=on"
	}
	return tag, starts, nil
}

// tagNew gives a new jail its tag, or the time if another has that tag.
func (c *call) tagNew(j jail, tag string, silent bool) {
	if tag == "" {
		tag = c.stampTag(j.Pool())
	}
	if owner := j.Pool().TagOwner(tag); owner != nil {
		time := c.stampTag(j.Pool())
		if !silent {
			c.printf("\n  tag: \"%s\" in use by %s!\n  Renaming %s's tag to %s.\n", tag, owner.Name, j.Name, time)
		}
		tag = time
	}
	j.TakeTag(tag)
}
