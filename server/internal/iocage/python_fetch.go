package iocage

import (
	"fmt"
	"regexp"
	"strings"
)

// FetchRelease returns the command that fetches a release. Of the name only the
// first word counts: "9.3-RELEASE (EOL)" is how lists show the release
// 9.3-RELEASE.
func FetchRelease(asked string) (release, command string, err error) {
	release, err = fetched("release", asked)
	return release, "iocage fetch --verify -r " + release, err
}

// A PluginJail is the jail to be made from a plugin. One of the addresses may be
// empty.
type PluginJail struct{ Plugin, Device, IP4, IP6 string }

// FetchPlugin returns the command that makes a jail from a plugin of the index.
// Of the plugin's name only the first word counts. (The original ran `fetch -P`,
// which takes the name of a file from 2017-05 on: iocage 89864aa, fetch.py.)
func FetchPlugin(jail PluginJail) (plugin, command string, err error) {
	if plugin, err = fetched("plugin", jail.Plugin); err != nil {
		return "", "", err
	}
	command = "iocage fetch --plugins --name " + plugin
	if err := checkValue("net_device", jail.Device); err != nil {
		return "", "", err
	}
	if jail.IP4 == "" && jail.IP6 == "" {
		return "", "", refusef("ip4 and ip6 must not both be empty")
	}
	for _, a := range []struct{ name, address string }{{"ip4", jail.IP4}, {"ip6", jail.IP6}} {
		if a.address == "" {
			continue
		}
		if err := checkValue(a.name, a.address); err != nil {
			return "", "", err
		}
		command += fmt.Sprintf(` %s_addr="%s|%s"`, a.name, jail.Device, a.address)
	}
	return plugin, command, nil
}

// maxFetched is the longest name of what is fetched, in bytes: it becomes part of
// a job's id, which may have 128.
const maxFetched = 64

var fetchedName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.:+@-]*$`)

// fetched returns the first word of a name, which must be one that a job's id
// and iocage take.
func fetched(kind, asked string) (string, error) {
	if strings.ContainsFunc(asked, unprintable) {
		return "", refusef("the %s's name must not hold control characters", kind) // ends of lines are no blanks
	}
	name, _, _ := strings.Cut(strings.TrimLeft(asked, " "), " ")
	switch {
	case name == "":
		return "", refusef("the %s's name must not be empty", kind)
	case len(name) > maxFetched:
		return "", refusef("the %s's name is %d bytes long: %d are allowed", kind, len(name), maxFetched)
	case !fetchedName.MatchString(name):
		return "", refusef("the %s's name must be a letter or digit, then letters, digits and any of _ . : + @ -", kind)
	}
	return name, nil
}

// checkValue refuses a value that would not stay one word of a job's command.
func checkValue(name, value string) error {
	switch {
	case value == "":
		return refusef("%s must not be empty", name)
	case len(value) > maxName:
		return refusef("%s is %d bytes long: %d are allowed", name, len(value), maxName)
	case strings.HasPrefix(value, "-"):
		return refusef("%s must not begin with -", name)
	case strings.ContainsAny(value, `"' `) || strings.ContainsFunc(value, notGraphic):
		return refusef("%s must hold neither blanks, quotes nor control characters", name)
	}
	return nil
}
