package python

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/program"
)

func fetchOptions() []click.Option {
	return []click.Option{
		{Key: "http", Names: []string{"--http", "-h"}, Help: "Make --server an HTTP server."},
		{Key: "file", Names: []string{"--file", "-f"}, Help: "Fetch from the folder --root-dir."},
		{Key: "files", Names: []string{"--files", "-F"}, Metavar: "TEXT", Help: "A file to fetch; may be repeated."},
		{Key: "server", Names: []string{"--server", "-s"}, Metavar: "TEXT", Help: "The FTP server."},
		{Key: "user", Names: []string{"--user", "-u"}, Metavar: "TEXT", Help: "The user there."},
		{Key: "password", Names: []string{"--password", "-p"}, Metavar: "TEXT", Help: "The user's password."},
		{Key: "auth", Names: []string{"--auth", "-a"}, Metavar: "TEXT", Help: "basic or digest, of HTTP."},
		{Key: "verify", Names: []string{"--verify", "-V"}, Off: []string{"--noverify", "-NV"}, Help: "Verify certificates."},
		{Key: "release", Names: []string{"--release", "-r"}, Metavar: "TEXT", Help: "The release to fetch."},
		{Key: "plugin-file", Names: []string{"--plugin-file", "-P"}, Help: "Fetch the plugin of the file --name."},
		{Key: "plugins", Names: []string{"--plugins"}, Help: "Fetch a plugin of the index."},
		{Key: "count", Names: []string{"--count", "-c"}, Metavar: "TEXT", Help: "How many plugins to make of a file."},
		{Key: "root-dir", Names: []string{"--root-dir", "-d"}, Metavar: "TEXT", Help: "The folder with the releases."},
		{Key: "update", Names: []string{"--update", "-U"}, Off: []string{"--noupdate", "-NU"}, Help: "Update what was fetched."},
		{Key: "eol", Names: []string{"--eol", "-E"}, Off: []string{"--noeol", "-NE"}, Help: "Ask which releases are supported."},
		{Key: "name", Names: []string{"--name", "-n"}, Metavar: "TEXT", Help: "The plugin."},
	}
}

// A fetching is what one run of fetch fetches.
type fetching struct {
	release string
	files   []string
	local   bool   // from a folder
	folder  string // --root-dir
	server  string // empty: ftp.freebsd.org
	updates bool
	marks   bool // asks which releases are supported
	delay   time.Duration
}

// fetch fetches a release or a plugin (cli/fetch.py). It holds no lock while it
// downloads, and prints the progress as it goes.
func fetch(c *call, values click.Values) error {
	delay, err := c.env.FetchDelay()
	if err != nil {
		return err
	}
	count, err := countOf(values.Option("count"))
	if err != nil {
		return err
	}
	f := fetching{
		release: strings.ToUpper(values.Option("release")), files: values.All("files"),
		local: values.Has("file"), folder: values.Option("root-dir"), server: values.Option("server"),
		updates: values.Option("update") != click.No, delay: delay,
		marks: values.Option("eol") != click.No && values.Option("verify") != click.No,
	}
	if len(f.files) == 0 {
		f.files = defaultFiles()
	}
	if values.Has("plugins") || values.Has("plugin-file") {
		return c.fetchPlugins(values, f, count)
	}
	return c.fetchRelease(f)
}

func defaultFiles() []string { return []string{"MANIFEST", "base.txz", "lib32.txz", "doc.txz"} }

// countOf reads a number with commas; empty means one.
func countOf(text string) (int, error) {
	if text == "" {
		return 1, nil
	}
	n, err := strconv.Atoi(strings.ReplaceAll(text, ",", ""))
	if err != nil {
		return 0, refusef("(%s is not a valid integer.", strings.ReplaceAll(text, ",", ""))
	}
	return n, nil
}

// fetchRelease fetches one release (ioc_fetch.py, fetch_release).
func (c *call) fetchRelease(f fetching) error {
	if f.local {
		return f.refuseFolder()
	}
	if f.server != "" && f.server != "ftp.freebsd.org" {
		return raise("socket.gaierror", "[Errno 8] hostname nor servname provided, or not known")
	}
	have, err := c.chooseRelease(&f)
	if err != nil {
		return err
	}
	c.print("Fetching: " + f.release + "\n")
	if !have {
		if err := c.download(f); err != nil {
			return err
		}
	}
	return c.change(func(p *host.Pool) error { return c.install(p, f) })
}

// refuseFolder says why a release cannot be fetched from a folder: the
// simulated machine has no files.
func (f fetching) refuseFolder() error {
	if f.folder == "" {
		return refuse("Please supply --root-dir or -d.")
	}
	return refusef("[Errno 2] No such file or directory: '%s/%s'", f.folder, f.release)
}

// chooseRelease asks for the release if none was named, and looks for it on the
// server. It reports whether the host has it already.
func (c *call) chooseRelease(f *fetching) (have bool, err error) {
	if f.release == "" {
		if err := c.askRelease(f); err != nil {
			return false, err
		}
	}
	err = c.look(func(p *host.Pool) error {
		have = p.Installed(f.release)
		if !slices.Contains(releasesOnServer(p.Host()), f.release) {
			return refusef("%s was not found!", f.release)
		}
		return nil
	})
	return have, err
}

// askRelease shows the releases and reads which one to fetch.
func (c *call) askRelease(f *fetching) error {
	var releases []string
	var machine string
	err := c.look(func(p *host.Pool) error {
		releases, machine = sortReleases(releasesOnServer(p.Host())), p.Host().Release()
		c.printNumbered(remoteReleases(p.Host(), f.marks))
		return nil
	})
	if err != nil {
		return err
	}
	answer, err := c.ask("\nWhich release do you want to fetch? (" + machine + ")\nType EXIT to quit: ")
	if err != nil {
		return aborted
	}
	f.release, err = pickRelease(answer, releases, machine)
	return err
}

// pickRelease returns the release that an answer means: its name, its number in
// the list, or, with anything else of at most two letters, the machine's own
// (ioc_fetch.py, __fetch_validate_release__).
func pickRelease(answer string, releases []string, machine string) (string, error) {
	if strings.EqualFold(answer, "exit") {
		return "", done
	}
	if len([]rune(answer)) > 2 {
		if !slices.Contains(releases, answer) {
			return "", refusef("'%s' is not in list", answer)
		}
		return answer, nil
	}
	if n, err := strconv.Atoi(answer); err == nil {
		return numbered(releases, n)
	}
	if !slices.Contains(releases, machine) {
		return "", refuse("Please select an item!")
	}
	return machine, nil
}

// numbered returns the n-th of a list, as Python counts: -1 is the last.
func numbered[T any](all []T, n int) (one T, err error) {
	if n < -len(all) || n >= len(all) {
		return one, refusef("[%d] is not in the list!", n)
	}
	return all[(n+len(all))%len(all)], nil
}

// download imitates the transfer of each file, with a bar of progress.
func (c *call) download(f fetching) error {
	for i, file := range f.files {
		if c.env.Breaks(i) {
			return raise("ConnectionResetError", "[Errno 54] Connection reset by peer")
		}
		if err := program.Pause(c.ctx, f.delay); err != nil {
			return fmt.Errorf("cannot fetch %s: %w", file, err)
		}
		seconds := int(f.delay.Seconds())
		c.out.Errorf("\rDownloading: %s: 100%% 80.0Mbit/s Elapsed: %02d:%02d Remaining: 00:00\n", file, seconds/60, seconds%60)
		if err := c.flush(); err != nil {
			return err
		}
	}
	return nil
}

// install adds the release to the host.
func (c *call) install(p *host.Pool, f fetching) error {
	for _, file := range f.files {
		if file != "MANIFEST" {
			c.printf("Extracting: %s... ", file)
		}
	}
	p.AddRelease(f.release)
	if f.updates {
		c.freebsdUpdate(f.release, f.release)
	}
	return nil
}
