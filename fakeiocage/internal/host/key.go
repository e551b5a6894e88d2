package host

import "strings"

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
	ClonedFrom Index = 'o' // the full name of the dataset that the origin is a snapshot of
	EndsWith   Index = 'e' // the end of a filesystem's full name, in lower case
)

// Keys returns the keys of the dataset. Those for EndsWith are the full names
// of the filesystems by which a jail can be found.
func (j *Jail) Keys(pool string) []Key {
	name := strings.ToLower(pool + "/iocage/" + j.Below())
	keys := []Key{{EndsWith, name}}
	if j.Data {
		keys = append(keys, Key{EndsWith, name + "/data"})
	}
	if tag := j.called("tag"); tag != "" {
		keys = append(keys, Key{Called, tag})
	}
	if uuid := j.called("host_hostuuid"); uuid != "" {
		keys = append(keys, Key{Called, uuid})
	}
	if link := j.linkName(); link != "" {
		keys = append(keys, Key{Linked, link})
	}
	if dataset, _, clone := j.origin(); clone {
		keys = append(keys, Key{ClonedFrom, dataset})
	}
	return keys
}

// has reports whether the dataset, on the pool of the name, has the key.
func (j *Jail) has(pool string, k Key) bool {
	switch {
	case k.Value == "":
		return k.Index == EndsWith
	case k.Index == Called:
		return j.called("tag") == k.Value || j.called("host_hostuuid") == k.Value
	case k.Index == Linked:
		return j.linkName() == k.Value
	case k.Index == ClonedFrom:
		dataset, _, clone := j.origin()
		return clone && dataset == k.Value
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
