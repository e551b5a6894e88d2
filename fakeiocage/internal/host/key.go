package host

import (
	"slices"
	"strings"
)

// A Key is a criterion by which rules look up datasets.
type Key struct {
	Index Index
	Value string
}

// An Index says what kind of value a key has.
type Index byte

// The kinds of keys.
const (
	Called     Index = 'c' // the tag or the uuid
	Linked     Index = 'l' // the name of the link in /iocage/tags
	ClonedFrom Index = 'o' // the beginning of the origin: DATASET@, DATASET@SNAPSHOT
	EndsWith   Index = 'e' // the end of a filesystem's full name, in lower case
	Nameless   Index = 'n' // the place of a jail or template without a configuration, a tag or a uuid
	Address    Index = 'a' // an IPv4 address of a running jail
	UUID       Index = 'u' // the beginning of the uuid of a dataset of another name
)

// Keys returns the keys of the dataset. Those for EndsWith are the full names
// of the filesystems by which a jail can be found; those for UUID and ClonedFrom
// are the whole values.
func (j *Jail) Keys(pool string) []Key {
	name := strings.ToLower(pool + "/iocage/" + j.Below())
	keys := []Key{{EndsWith, name}}
	if j.Data {
		keys = append(keys, Key{EndsWith, name + "/data"})
	}
	tag, uuid := j.called("tag"), j.called("host_hostuuid")
	if tag != "" {
		keys = append(keys, Key{Called, tag})
	}
	if uuid != "" && uuid != tag {
		keys = append(keys, Key{Called, uuid})
	}
	if uuid != "" && uuid != j.Name {
		keys = append(keys, Key{UUID, uuid})
	}
	if link := j.linkName(); link != "" {
		keys = append(keys, Key{Linked, link})
	}
	if dataset, snapshot, clone := j.origin(); clone {
		keys = append(keys, Key{ClonedFrom, dataset + "@" + snapshot})
	}
	if j.nameless() {
		keys = append(keys, Key{Nameless, j.Place})
	}
	for _, address := range j.addresses() {
		keys = append(keys, Key{Address, address})
	}
	return keys
}

// has reports whether the dataset, on the pool of the name, has the key.
func (j *Jail) has(pool string, k Key) bool {
	switch {
	case k.Index == Address:
		return slices.Contains(j.addresses(), k.Value)
	case k.Value == "":
		return k.Index == EndsWith
	case k.Index == Called:
		return j.called("tag") == k.Value || j.called("host_hostuuid") == k.Value
	case k.Index == Linked:
		return j.linkName() == k.Value
	case k.Index == ClonedFrom:
		dataset, snapshot, clone := j.origin()
		return clone && strings.HasPrefix(dataset+"@"+snapshot, k.Value)
	case k.Index == Nameless:
		return j.nameless() && j.Place == k.Value
	case k.Index == UUID:
		uuid := j.called("host_hostuuid")
		return uuid != j.Name && strings.HasPrefix(uuid, k.Value)
	}
	if last := strings.ToLower(j.Name); !j.Data && len(k.Value) <= len(last) {
		return strings.HasSuffix(last, k.Value) // compares without building each of thousands of full names
	}
	name := strings.ToLower(pool + "/iocage/" + j.Below())
	return strings.HasSuffix(name, k.Value) || j.Data && strings.HasSuffix(name+"/data", k.Value)
}

// called returns the tag or the uuid, or "" if it has none. Unlike Value, it
// does not depend on the machine.
func (j *Jail) called(property string) string {
	value, given := j.Props.Get(property)
	if !given && property == "host_hostuuid" && j.Place == JailsPlace && !j.Bare {
		return j.Name
	}
	return value
}

// linkName returns the name of the jail's link, or "" if it has none.
func (j *Jail) linkName() string {
	if j.Place != JailsPlace {
		return ""
	}
	return j.Link
}

// nameless reports whether a jail or template has no configuration, no tag or no
// uuid.
func (j *Jail) nameless() bool {
	named := !j.Bare && j.called("tag") != "" && j.called("host_hostuuid") != ""
	return (j.Place == JailsPlace || j.Place == TemplatesPlace) && !named
}

// addresses are the IPv4 addresses that the jail has while it runs.
func (j *Jail) addresses() []string {
	if !j.Up() {
		return nil
	}
	return j.Running.IP4
}
