package python

import (
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

func listOptions() []click.Option {
	return []click.Option{
		{Key: "type", Names: []string{"--release", "--base", "-r", "-b"}, Value: "base", Help: "List fetched releases."},
		{Key: "type", Names: []string{"--template", "-t"}, Value: "template", Help: "List templates."},
		{Key: "script", Names: []string{"--header", "-h", "-H"}, Help: "Print lines with tabs, without a heading."},
		{Key: "long", Names: []string{"--long", "-l"}, Help: "Print the whole uuid and four more columns."},
		{Key: "remote", Names: []string{"--remote", "-R"}, Help: "List the releases that can be fetched."},
		{Key: "plugins", Names: []string{"--plugins", "-P"}, Help: "List plugins; with --remote those that can be fetched."},
		{Key: "http", Names: []string{"--http"}, Help: "Make --remote use HTTP."},
		{Key: "sort", Names: []string{"--sort", "-s"}, Metavar: "TEXT", Help: "Sort by a column."},
	}
}

// list prints jails, templates, releases or plugins (cli/list.py).
func list(c *call, values click.Values) error {
	plugins, remote := values.Has("plugins"), values.Has("remote")
	return c.look(func(p *host.Pool) error {
		switch {
		case remote && !plugins:
			c.printNumbered(remoteReleases(p.Host(), true))
		case remote:
			c.printNumbered(pluginIndex())
		case values.Option("type") == "base":
			return c.listReleases(p, values.Has("script"))
		default:
			return c.listJails(p, values)
		}
		return nil
	})
}

// listJails prints the table of jails or templates, or their lines.
func (c *call) listJails(p *host.Pool, values click.Values) error {
	place := host.JailsPlace
	if values.Option("type") == "template" {
		place = host.TemplatesPlace
	}
	plugins := values.Has("plugins")
	long := values.Has("long") || plugins
	rows, err := jailRows(p.In(place), long, plugins)
	if err != nil {
		return err
	}
	heading := shortHeading
	if long {
		heading = longHeading
	}
	if err := c.sortRows(rows, heading, values.Option("sort")); err != nil {
		return err
	}
	c.printRows(heading, rows, values.Has("script"))
	return nil
}

// The columns of the table, in short and in long.
var (
	shortHeading = []string{"JID", "UUID", "STATE", "TAG", "RELEASE", "IP4"}
	longHeading  = []string{"JID", "UUID", "BOOT", "STATE", "TAG", "TYPE", "RELEASE", "IP4", "IP6", "TEMPLATE"}
)

// jailRows returns a row of each jail; a list of plugins has no other jails.
func jailRows(jails []*host.Jail, long, plugins bool) (rows [][]string, err error) {
	origins := host.Origins{}
	for _, each := range jails {
		j, err := configured(each)
		switch {
		case err != nil:
			return nil, err
		case plugins && j.kind() != "plugin":
		case long:
			rows = append(rows, j.longRow(origins))
		default:
			rows = append(rows, j.shortRow())
		}
	}
	return rows, nil
}

// listReleases prints the names of the fetched releases, as a table or one on
// each line.
func (c *call) listReleases(p *host.Pool, script bool) error {
	var names []string
	for _, r := range p.In(host.ReleasesPlace) {
		names = append(names, r.Name)
	}
	names = sortReleases(names)
	if script {
		for _, name := range names {
			c.print(name)
		}
		return nil
	}
	rows := make([][]string, len(names))
	for i, name := range names {
		rows[i] = []string{name}
	}
	c.print(drawTable([]string{"Bases fetched"}, rows))
	return nil
}

// printRows prints a table, or lines with tabs.
func (c *call) printRows(heading []string, rows [][]string, script bool) {
	if !script {
		c.print(drawTable(heading, rows))
		return
	}
	for _, row := range rows {
		c.print(strings.Join(row, "\t"))
	}
}

// printNumbered prints lines with their numbers from 0 on.
func (c *call) printNumbered(lines []string) {
	for i, line := range lines {
		c.printf("[%d] %s", i, line)
	}
}

// sortRows sorts by the column of that name: by tag if none is named. Not every
// column can be sorted by (ioc_common.py, ioc_sort).
func (c *call) sortRows(rows [][]string, heading []string, name string) error {
	name = strings.ToUpper(name)
	if name == "" {
		name = "TAG"
	}
	column := slices.Index(heading, name)
	if column < 0 {
		c.print("Invalid sort type specified, use one of:\n  " + strings.ToLower(strings.Join(heading, "\n  ")))
		return raise("RuntimeError", "")
	}
	key := keyOf(name)
	slices.SortStableFunc(rows, func(a, b []string) int { return key(a[column]).compare(key(b[column])) })
	return nil
}
