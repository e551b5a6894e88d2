// Package host is the imitated host as plain data and pure rules: pools,
// datasets, jails, releases. It touches no disk, no clock and no stream: a rule
// changes the data and says what happened as notices, which others put into
// words.
package host

import (
	"iter"
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

// A Machine is what the command sees of hardware, kernel and network. No
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

	// RemoteReleases are the releases that `fetch` finds on the FTP server.
	RemoteReleases []string

	// Interfaces are the network interfaces and their addresses.
	Interfaces map[string][]string

	// Userland are answers of commands in jails, by command line: they come
	// before what the imitation answers of its own.
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

// Link makes the pools, and the jails in them, know where they stand. It must
// be called once after a Host was put together from its parts.
func (h *Host) Link() {
	slices.SortFunc(h.Pools, func(a, b *Pool) int { return strings.Compare(a.Name, b.Name) })
	for _, p := range h.Pools {
		p.host = h
		for _, j := range p.Jails() {
			j.pool = p
		}
		for _, image := range p.Images {
			image.link(p)
		}
	}
}

// Copy returns a copy that shares nothing that a rule changes.
func (h *Host) Copy() *Host {
	c := *h
	c.Pools = nil
	for _, p := range h.Pools {
		c.Pools = append(c.Pools, p.copy())
	}
	c.Link()
	return &c
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

// Jails yields every dataset with properties on every pool, by its full name
// (tank/iocage/jails/UUID), in the order of names.
func (h *Host) Jails() iter.Seq2[string, *Jail] {
	return func(yield func(string, *Jail) bool) {
		for _, p := range h.Pools {
			for name, j := range p.Jails() {
				if !yield(name, j) {
					return
				}
			}
		}
	}
}

// nextJID gives away the next jid.
func (h *Host) nextJID() int {
	h.LastJID++
	return h.LastJID
}
