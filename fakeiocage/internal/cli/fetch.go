package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/program"
)

// onServer are the releases that the FTP server had in February 2016, and
// supported those that fetch offers.
var onServer = []string{"10.2-RELEASE", "9.3-RELEASE", "10.1-RELEASE"}
var supported = []string{"10.2-RELEASE", "9.3-RELEASE"}

// distributions are the files of a release on the server.
var distributions = []string{"MANIFEST", "base.txz", "doc.txz", "games.txz", "kernel.txz", "lib32.txz", "ports.txz", "src.txz"}

// fetch fetches a release. It holds no lock while it asks or downloads, and
// prints the progress of the download as it goes.
func fetch(c *call, words []string) (int, error) {
	delay, err := c.env.FetchDelay()
	if err != nil {
		return 0, err
	}
	f := fetching{host: "ftp.freebsd.org", files: "base.txz doc.txz lib32.txz src.txz"}
	status, err := c.change(func(p *host.Pool) int { return c.planFetch(p, words, &f) })
	if status != 0 || err != nil {
		return status, err
	}
	if f.release == "" && !f.choose(c.readLine()) {
		c.say.To(host.InvalidRelease, f.release)
		return c.flush(1, nil)
	}
	if status, err := c.download(f, delay); status != 0 || err != nil {
		return status, err
	}
	return c.change(func(p *host.Pool) int { return c.install(p, f) })
}

// A fetching is one run of fetch.
type fetching struct {
	release, host, dir, localDir, files string

	ports     bool     // -P, -p, --ports
	machine   string   // release of the machine
	remote    []string // releases on the server
	installed []string // releases on the host
}

// choose takes the answer to the question for a release: one of those offered,
// or by default the release of the machine, whichever it is.
func (f *fetching) choose(answer string) bool {
	if answer == "" {
		f.release = f.machine
		return true
	}
	f.release = answer
	return slices.Contains(supported, answer)
}

// planFetch parses the words, and asks for the release if none is given.
func (c *call) planFetch(p *host.Pool, words []string, f *fetching) int {
	properties, status := c.properties(words)
	if status != 0 {
		return status
	}
	for _, property := range properties {
		f.take(property)
	}
	if plugin(words) {
		c.say.To(host.GitMissing)
		return 1
	}
	f.ports = slices.ContainsFunc(words, portsSwitch)
	f.machine, f.remote = p.Host().Release(), p.Host().ReleasesOnServer(onServer)
	for _, r := range p.In(host.ReleasesPlace) {
		f.installed = append(f.installed, r.Name)
	}
	if f.release == "" {
		var list strings.Builder
		for _, r := range supported {
			fmt.Fprintf(&list, "%15s\n", r)
		}
		c.say.To(host.AskRelease, list.String(), f.machine)
	}
	return 0
}

// plugin reports whether the words name a repository: with a slash, and nothing
// about ftp (source: lib/ioc-cmd of iocage).
func plugin(words []string) bool {
	line := strings.Join(words, " ")
	return strings.Contains(line, "/") && !strings.Contains(line, "ftp")
}

func portsSwitch(word string) bool { return slices.Contains([]string{"-P", "-p", "--ports"}, word) }

func (f *fetching) take(w host.Property) {
	for name, field := range map[string]*string{
		"release": &f.release, "ftphost": &f.host, "ftpdir": &f.dir, "ftplocaldir": &f.localDir, "ftpfiles": &f.files,
	} {
		if w.Name == name && w.Value != "" {
			*field = w.Value
		}
	}
}

// download imitates the transfer of each file. An installed release has all of
// them already.
func (c *call) download(f fetching, delay time.Duration) (int, error) {
	if slices.Contains(f.installed, f.release) {
		return 0, nil
	}
	for i, file := range strings.Fields(f.files) {
		notice, failed := f.refused(file)
		if !failed && c.env.Breaks(i) {
			notice, failed = f.failure(file, "Connection reset by peer"), true
		}
		if failed {
			c.say(notice)
			return c.flush(1, nil)
		}
		if err := program.Pause(c.ctx, delay); err != nil {
			return 0, fmt.Errorf("cannot fetch %s: %w", file, err)
		}
		c.say.To(host.FetchedFile, fmt.Sprintf("%-46s", file))
		if _, err := c.flush(0, nil); err != nil {
			return 0, err
		}
	}
	return 0, nil
}

// refused returns the messages of fetch(1) and the command about a file that
// cannot be fetched. Local folders are never searched: the imitated host has no
// files.
func (f fetching) refused(file string) (host.Notice, bool) {
	if f.localDir != "" {
		return host.Notice{Kind: host.FetchFailed, About: []string{"file://" + f.localDir + "/" + file, "No such file or directory", "local", file}}, true
	}
	onServer := slices.Contains(f.remote, f.release) && slices.Contains(distributions, file)
	return f.failure(file, "Not Found"), !onServer
}

// failure returns the message of fetch(1) about a file that it cannot get from
// the server.
func (f fetching) failure(file, why string) host.Notice {
	dir := f.dir
	if dir == "" {
		dir = "/pub/FreeBSD/releases/amd64/" + f.release
	}
	return host.Notice{Kind: host.FetchFailed, About: []string{"http://" + f.host + dir + "/" + file, why, "remote", file}}
}

// install adds the release to the host.
func (c *call) install(p *host.Pool, f fetching) int {
	for file := range strings.FieldsSeq(f.files) {
		c.say.To(host.Extracting, file)
	}
	if !p.AddRelease(f.release) {
		c.say.To(host.EtcUpdateExists, p.Root()+"/releases/"+f.release)
	}
	c.say.To(host.UpdatingBase)
	c.say.FreeBSDUpdate(f.machine)
	if f.ports {
		c.say.To(host.UpdatingPorts, f.release)
	}
	return 0
}
