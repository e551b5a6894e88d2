package host

import "strings"

// A Key is something by which rules look for datasets.
type Key struct {
	Index Index
	Value string
}

// An Index says what a key's value is.
type Index byte

// What rules look for.
const (
	Called     Index = 'c' // the tag or the uuid
	Linked     Index = 'l' // the name of the link in /iocage/tags
	ClonedFrom Index = 'o' // the full name of the dataset that the origin is a snapshot of
	EndsWith   Index = 'e' // the end of a filesystem's full name, in small letters
)

// Keys are the keys of the dataset: for EndsWith the whole names of its
// filesystems that a jail can be found by.
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
		return strings.HasSuffix(last, k.Value) // of thousands, without a whole name made of each
	}
	name := strings.ToLower(pool + "/iocage/" + j.Below())
	return strings.HasSuffix(name, k.Value) || j.Data && strings.HasSuffix(name+"/data", k.Value)
}

// called is the tag or the uuid; empty: it has none. It takes no look at the
// machine, as Value does for other properties.
func (j *Jail) called(property string) string {
	value, given := j.Props.Get(property)
	if !given && property == "host_hostuuid" && j.Place == JailsPlace && !j.Bare {
		return j.Name
	}
	return value
}

// linkName is the name of the jail's link; empty: it has none.
func (j *Jail) linkName() string {
	if j.Place != JailsPlace {
		return ""
	}
	return j.Link
}
