// Package prop lists the 115 jail properties of iocage, with the group that
// orders them, the kind of their value, and the value that a host gives them by
// default.
//
// The names are those of the documented replies to getdefaultsettings and
// getjailsettings; groups and built-in values are those of the shell iocage of
// 2016-02-01, whose output the documents show.
package prop

import (
	"slices"
	"sync"
)

// A Group is one of iocage's own lists of properties; it decides where a
// property stands in the output of `defaults` and `get all`.
type Group string

// The groups, named as in the source of the shell iocage (CONF_NET and so on).
const (
	Net    Group = "net"
	Jail   Group = "jail"
	Rctl   Group = "rctl"
	Custom Group = "custom"
	ZFS    Group = "zfs" // native ZFS properties, kept by zfs itself
	Sync   Group = "sync"
	FTP    Group = "ftp"
	Git    Group = "git"
)

// A Kind is the family of values a property documents. The shell iocage stores
// any text whatever the kind; only zfs checks the native properties.
type Kind string

// The kinds, after iocage(8) of February 2016 and the documented values.
const (
	Text       Kind = "text"
	Flag       Kind = "flag"         // 0 or 1
	OnOff      Kind = "on-off"       // on or off
	YesNo      Kind = "yes-no"       // yes or no
	Number     Kind = "number"       // a decimal number, -1 included
	Limit      Kind = "limit"        // off, or LIMIT:ACTION as in rctl(8)
	CPUSet     Kind = "cpuset"       // off, or a list of CPUs
	IPMode     Kind = "ip-mode"      // new, disable or inherit
	UUID       Kind = "uuid"         // 8-4-4-4-12 hexadecimal digits
	Size       Kind = "size"         // a size as zfs prints it: 96K, 1.76M, 426G
	SizeOrNone Kind = "size-or-none" // none, or a size
	Ratio      Kind = "ratio"        // a compression ratio as zfs prints it: 1.00x
	TimeOrNone Kind = "time-or-none" // none, or YYYY-MM-DD_HH:MM:SS
)

// A Property is one row of Table.
type Property struct {
	Name  string
	Group Group
	Kind  Kind

	// Default is the built-in value, the one `iocage defaults` prints on a
	// fresh host. Empty where PerHost or NoDefault says why.
	Default string

	// PerHost marks a value that depends on the host or the moment: uuids,
	// the tag, the hostid, the release, a mountpoint.
	PerHost bool

	// NoDefault marks a property without a built-in value; `iocage defaults`
	// does not print it.
	NoDefault bool

	// Unset marks a property that `iocage create` gives no value; `get all`
	// shows it as "-" and `get NAME` as "none".
	Unset bool
}

// Find returns the property of the given name; names are case-sensitive.
func Find(name string) (Property, bool) {
	i, ok := places()[name]
	if !ok {
		return Property{}, false
	}
	return Table[i], true
}

// Row returns an existing property. It searches Table, which for a few properties
// takes less time than the index that Find builds at its first call.
func Row(name string) Property {
	return Table[slices.IndexFunc(Table, func(p Property) bool { return p.Name == name })]
}

// places are the places of the properties in Table, by name.
var places = sync.OnceValue(func() map[string]int {
	m := make(map[string]int, len(Table))
	for i, p := range Table {
		m[p.Name] = i
	}
	return m
})
