package fakeiocage

import (
	"encoding/json"
	"fmt"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/document"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// A Seed describes an imitated host, format 1; seed.schema.json is its JSON
// Schema. Every member is optional. A name or value that cannot be is an error of
// NewHost and Reset.
type Seed struct {
	// Version is the version of the format: 1, which absent stands for.
	Version int `json:"version,omitempty"`

	// Pools are the ZFS pools. Default: tank and zroot. An empty list is a
	// machine without pools.
	Pools []string `json:"pools,omitzero"`

	// Active is the pool that iocage uses. Default: none; a command then takes
	// the last one.
	Active string `json:"active,omitempty"`

	// Comments are the comments of pools, where they are not what Active says:
	// "iocage" on the active pool, "-" (none) on the others.
	Comments map[string]string `json:"comments,omitempty"`

	// Altroot is the folder below which a pool is mounted. Default: /.
	Altroot map[string]string `json:"altroot,omitempty"`

	// Health is what zpool says of pools that are not ONLINE: DEGRADED, FAULTED,
	// OFFLINE, REMOVED, SUSPENDED or UNAVAIL.
	Health map[string]Health `json:"health,omitempty"`

	// Filled is how many percent of a pool others than iocage take. Default: 0.
	Filled map[string]int `json:"filled,omitempty"`

	// Uname is the output of `uname -r`. Default: 10.2-RELEASE-p9.
	Uname string `json:"uname,omitempty"`

	// HostID is the content of /etc/hostid.
	HostID string `json:"hostid,omitempty"`

	// Node (12 hexadecimal digits) and ClockSeq (4) end every uuid made here.
	Node     string `json:"node,omitempty"`
	ClockSeq string `json:"clockseq,omitempty"`

	// Sysctl are kernel variables: kern.features.rctl, kern.racct.enable and
	// kern.features.vimage. Default: "1", "1" and "" (no VNET).
	Sysctl map[string]string `json:"sysctl,omitempty"`

	// RemoteReleases are the releases that can be fetched. Default: those of
	// the time of the imitated program, 10.2-RELEASE, 9.3-RELEASE and
	// 10.1-RELEASE in 2016, with 10.3-RELEASE and 11.0-RELEASE in 2017.
	RemoteReleases []string `json:"remote_releases,omitzero"`

	// Interfaces are the network interfaces and their addresses. Default: em0
	// with 10.0.2.15, em1 and lo0.
	Interfaces map[string][]string `json:"interfaces,omitempty"`

	// Userland are answers of commands in jails, by their words with one blank
	// between them: "pkg install -y nginx". They come before what the imitation
	// answers of its own, for exec, console and pkg. With the wildcards * and ?
	// they come after it; of several, the one with the most other bytes counts.
	Userland map[string]Answer `json:"userland,omitempty"`

	// OtherJails are running jails that iocage does not know.
	OtherJails []OtherJail `json:"other_jails,omitempty"`

	// Home is the pool that the members of Contents are about, when none is
	// active. Default: the last one.
	Home string `json:"home,omitempty"`

	// Contents is what iocage keeps on the active pool.
	Contents

	// OtherPools is what iocage keeps on the pools that are not active.
	OtherPools map[string]Contents `json:"other_pools,omitempty"`

	// NextJID is the next jid that the kernel gives away. Default: one more
	// than the highest jid of a running jail.
	NextJID int `json:"next_jid,omitempty"`

	// UUIDTime is the time stamp of the last uuid made, in 100 ns since
	// 1582-10-15; the next one is later. Default: none was made.
	UUIDTime uint64 `json:"uuid_time,omitempty"`
}

// An OtherJail is a running jail that was not made by iocage: jid, path, ip4
// and hostname, as jls(8) prints them.
type OtherJail = host.OtherJail

// A Health is what zpool says of a pool's devices.
type Health = host.Health

// An Answer is what a command in a jail writes to stdout and stderr, and its
// exit status (exit).
type Answer = host.Answer

// A Snapshot is one of one filesystem of a jail: name, below (nothing: the
// jail's dataset, else root or data), created (seconds since 1970) and mounted,
// the folder where snapmount mounted it.
type Snapshot = host.Snapshot

// A Config is the configuration of a jail in one of its snapshots.
type Config = host.Config

// A Limit is a rule of rctl(8) in force for a jail: resource, action, amount.
type Limit = host.Limit

// Contents is what iocage keeps on one pool.
type Contents struct {
	// Prepared says that all datasets of iocage exist: iocage, .defaults,
	// download, jails, releases and templates, and the images and log of the
	// rewrite of 2017. Otherwise the first command makes those that it misses,
	// with a line for each. Releases bring iocage, download and releases;
	// defaults, jails and templates bring all of them.
	Prepared bool `json:"prepared,omitempty"`

	// Datasets are those of them that exist, when Prepared does not say it:
	// "iocage", "iocage/.defaults" and so on. If given, only it counts.
	Datasets []string `json:"datasets,omitzero"`

	// Releases are the fetched releases.
	Releases []string `json:"releases,omitempty"`

	// ReleaseProperties are properties set on a release, which iocage can
	// address like a jail.
	ReleaseProperties map[string]map[string]string `json:"release_properties,omitempty"`

	// Defaults are the properties stored on .defaults, native ones such as used
	// and available included. Those not given have the built-in values.
	Defaults map[string]string `json:"defaults,omitempty"`

	// RewriteDefaults are the properties of new jails in the file of the rewrite
	// of 2017, defaults.json, where they are not built in. Default: there is no
	// file.
	RewriteDefaults map[string]string `json:"rewrite_defaults,omitzero"`

	Jails     []Jail `json:"jails,omitempty"`
	Templates []Jail `json:"templates,omitempty"`

	// Others is what releases ("releases/NAME") and the defaults (".defaults")
	// have like jails.
	Others map[string]Other `json:"others,omitempty"`

	// Images are the files in /iocage/images, by name.
	Images map[string]Image `json:"images,omitempty"`
}

// Other is what a dataset has that is not a jail's.
type Other struct {
	Snapshots []Snapshot `json:"snapshots,omitempty"`
	Limits    []Limit    `json:"limits,omitempty"`
}

// An Image is a jail in a file. Without one the file is empty.
type Image struct {
	// Dataset is the name of the jail below POOL/iocage: jails/UUID.
	Dataset string `json:"dataset,omitempty"`
	Jail    *Jail  `json:"jail,omitempty"`
}

// A Jail describes a jail or a template. What is not given is what `create`
// would have given.
type Jail struct {
	// UUID is a jail's name and dataset. Default: one made by the host. Of a
	// template it is the property host_hostuuid.
	UUID string `json:"uuid,omitempty"`

	// Name is the dataset of a template. Default: its tag.
	Name string `json:"name,omitempty"`

	// Tag is the property tag. Default: a time.
	Tag string `json:"tag,omitempty"`

	// State is "up" or "down". Default: "down".
	State string `json:"state,omitempty"`

	// JID is the jid of a jail that is up. Default: the next free one.
	JID int `json:"jid,omitempty"`

	// Type is the property type. Default: basejail; template for a template.
	Type string `json:"type,omitempty"`

	// Release is the property release. Default: that of the machine.
	Release string `json:"release,omitempty"`

	// Properties are other properties. They win over all that is said above
	// and over values that iocage would compute, native ZFS values included. An
	// empty value says that the property is not set.
	Properties map[string]string `json:"properties,omitempty"`

	// IP4 are the addresses that a jail that is up has. Default: those of
	// ip4_addr.
	IP4 []string `json:"ip4,omitzero"`

	// Link is the name of its link in /iocage/tags; empty: it has none.
	// Default: its tag.
	Link *string `json:"link,omitempty"`

	// Bare says that it has no properties but those given here: what `create`
	// leaves behind when zfs refuses a value.
	Bare bool `json:"bare,omitempty"`

	// Data says that the dataset data exists below it (jail_zfs).
	Data bool `json:"data,omitempty"`

	// Rootless says that the dataset root below it is missing: what `clone
	// NAME@SNAPSHOT` leaves behind.
	Rootless bool `json:"rootless,omitempty"`

	// Snapshots are those of all its filesystems, oldest first.
	Snapshots []Snapshot `json:"snapshots,omitempty"`

	// Limits are the rules of rctl(8) in force for it.
	Limits []Limit `json:"limits,omitempty"`

	// Scripts are executable files in its folder that take the place of hooks,
	// each with the command that it stands for: prestart, poststart, prestop and
	// poststop.
	Scripts map[string]string `json:"scripts,omitempty"`

	// Fstab are the lines of the file fstab in its folder.
	Fstab []string `json:"fstab,omitempty"`

	// Settings is the file plugin/settings.json in its folder, which tells the
	// rewrite of 2017 how to read and change the settings of a plugin: an object.
	Settings json.RawMessage `json:"settings,omitempty"`

	// Params are the properties that the kernel was given when the jail was
	// started, where they are not built in. Default: those of now.
	Params map[string]string `json:"params,omitzero"`

	// Unmounted says that the mounts of a jail that is up are gone: its
	// services failed to start.
	Unmounted bool `json:"unmounted,omitempty"`
}

// DefaultSeed is the host of a new state folder: pools tank (active) and
// zroot, release 10.2-RELEASE fetched, no jails.
func DefaultSeed() Seed {
	return Seed{
		Version:  1,
		Pools:    []string{"tank", "zroot"},
		Active:   "tank",
		Contents: Contents{Prepared: true, Releases: []string{"10.2-RELEASE"}},
	}
}

// ParseSeed reads a seed, JSON or YAML by its content. Unknown members, wrong
// types and anything after the object are errors.
func ParseSeed(data []byte) (Seed, error) {
	var s Seed
	if err := document.Read(data, &s); err != nil {
		return Seed{}, fmt.Errorf("cannot read the description of the host: %v", err)
	}
	return s, nil
}
