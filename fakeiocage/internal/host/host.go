// Package host is the imitated host as plain data and pure rules: pools,
// datasets, jails, releases. It uses no disk, no clock and no stream. A rule
// changes the data and reports what happened as notices, which package render
// puts into words.
package host

import (
	"slices"
	"strings"
)

// A Host is one imitated machine with its pools. It is a value to be read or
// changed by one caller at a time; package store guards it.
type Host struct {
	Machine

	// Pools are the ZFS pools, in the order of their names.
	Pools []*Pool

	// LastUUID is the time stamp of the last uuid made, in units of 100 ns
	// since 1582-10-15 (RFC 4122, version 1). The next one is later.
	LastUUID uint64

	// LastJID is the last jid the kernel gave away; jids are not reused.
	LastJID int
}

// A Machine is the hardware, kernel and network as the command sees them. No
// command changes it.
type Machine struct {
	// Uname is the output of `uname -r`: 10.2-RELEASE-p9.
	Uname string

	// HostID is the content of /etc/hostid.
	HostID string

	// Node and ClockSeq are the last two groups of every uuid made here, as
	// hexadecimal digits.
	Node, ClockSeq string

	// Sysctl holds the kernel variables that iocage asks for; one without a
	// value is absent from the kernel.
	Sysctl map[string]string

	// RemoteReleases are the releases that `fetch` finds on the FTP server; nil:
	// those of the program's time.
	RemoteReleases []string

	// Interfaces are the network interfaces and their addresses.
	Interfaces map[string][]string

	// Userland has answers for commands in jails, by command line. They take
	// precedence over the imitation's own answers; those for patterns do not.
	Userland map[string]Answer `json:",omitempty"`

	// OtherJails are running jails that iocage does not know.
	OtherJails []OtherJail
}

// An OtherJail is a running jail that was not made by iocage.
type OtherJail struct {
	JID      int    `json:"jid"`
	Path     string `json:"path"`
	IP4      string `json:"ip4"`
	Hostname string `json:"hostname"`
}

// Release is the release that the machine runs: the first two fields of uname.
func (m *Machine) Release() string {
	fields := strings.SplitN(m.Uname, "-", 3)
	return strings.Join(fields[:min(2, len(fields))], "-")
}

// ReleasesOnServer returns the releases that can be fetched: those of the
// machine, or else those that there were at the program's time.
func (m *Machine) ReleasesOnServer(then []string) []string {
	if m.RemoteReleases != nil {
		return slices.Clone(m.RemoteReleases)
	}
	return then
}

// Link sorts the pools and links them to their host. It must be called once
// after a Host was built from its parts.
func (h *Host) Link() {
	slices.SortFunc(h.Pools, func(a, b *Pool) int { return strings.Compare(a.Name, b.Name) })
	for _, p := range h.Pools {
		p.host = h
	}
}

// Draft returns a host that can be changed in place of h. h does not change
// until it accepts the draft.
func (h *Host) Draft() *Host {
	d := *h
	d.Pools = nil
	for _, p := range h.Pools {
		d.Pools = append(d.Pools, p.draft())
	}
	d.Link()
	return &d
}

// Accept replaces the content of the host by that of its draft.
func (h *Host) Accept(d *Host) {
	h.Machine, h.LastUUID, h.LastJID, h.Pools = d.Machine, d.LastUUID, d.LastJID, nil
	for _, changed := range d.Pools {
		p, mine := changed.below.(*Pool)
		if mine {
			p.accept(changed)
		} else {
			p = changed
		}
		h.Pools = append(h.Pools, p)
	}
	h.Link()
	h.Index()
}

// Pool returns the pool of the given name, or nil.
func (h *Host) Pool(name string) *Pool {
	for _, p := range h.Pools {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// nextJID allocates the next jid.
func (h *Host) nextJID() int {
	h.LastJID++
	return h.LastJID
}
