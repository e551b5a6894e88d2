package store_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/store"
)

// anyJail draws a jail with any of its members set.
func anyJail(t *rapid.T, name string) *host.Jail {
	text := rapid.SampledFrom([]string{"", "a", "b", "tag with blanks", "\xff\xfe", string(make([]byte, 3000)), "tank/iocage/jails/a@s"})
	j := &host.Jail{
		Name: name, Bare: rapid.Bool().Draw(t, "bare"), Data: rapid.Bool().Draw(t, "data"), Rootless: rapid.Bool().Draw(t, "rootless"),
		Link: text.Draw(t, "link"),
	}
	for _, property := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"tag", "host_hostuuid", "origin", "notes"}), rapid.ID[string]).Draw(t, "props") {
		j.Props.Set(property, text.Draw(t, property))
	}
	if rapid.Bool().Draw(t, "parts") {
		j.SetSnapshots([]host.Snapshot{{Name: "s", Below: "root", Created: -1, Mounted: "/mnt"}, {Config: &host.Config{Properties: map[string]string{"a": ""}, Fstab: []string{"", "b"}}}, {Config: &host.Config{}}})
		j.Fstab = []string{"/a\t/b", ""}
		j.Limits = []host.Limit{{Resource: "maxproc", Action: "deny", Amount: 1 << 40}}
		j.Scripts = map[string]string{"prestart": text.Draw(t, "script")}
		j.Settings = text.Draw(t, "settings")
		j.Running = &host.Running{JID: 7, IP4: []string{"10.0.0.1", ""}, Unmounted: true, Params: map[string]string{"a": "b"}}
	}
	return j
}

// For any changes, a host in memory and one in a folder are the same, the index
// has exactly the keys of the existing datasets, and it finds what a full scan
// finds.
func TestIndexIsWhatThereIs(t *testing.T) {
	places := []string{host.JailsPlace, host.ReleasesPlace, host.TemplatesPlace}
	names := []string{"a", "b", "aa", "A", "x-1"}
	rapid.Check(t, func(t *rapid.T) {
		dir := tempDir(t)
		folder, err := store.OpenFolder(dir, initial)
		require.NoError(t, err)
		memory := store.NewMemory(initial())
		for range rapid.IntRange(1, 3).Draw(t, "runs") {
			var changes []func(*host.Host)
			for range rapid.IntRange(1, 4).Draw(t, "changes") {
				changes = append(changes, anyChange(t, places, names))
			}
			run := func(h *host.Host) error {
				for _, change := range changes {
					change(h)
				}
				return nil
			}
			require.NoError(t, folder.Update(t.Context(), run))
			require.NoError(t, memory.Update(t.Context(), run))
			require.Equal(t, contents(t, memory), contents(t, folder))
		}
		lookAtAll(t, folder)
		lookAtAll(t, memory)
		require.Equal(t, wantedKeys(t, memory), keysInFile(t, dir))
	})
}

// anySnapshots draws a list of snapshots, in any order.
func anySnapshots(t *rapid.T) (all []host.Snapshot) {
	for _, name := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"s", "t", "u", "v"}), rapid.ID[string]).Draw(t, "snapshots") {
		all = append(all, host.Snapshot{Name: name, Created: int64(rapid.IntRange(0, 1).Draw(t, "created"))})
	}
	return all
}

// anyChange draws what a run may do: add, remove or rename a dataset, or change
// its snapshots.
func anyChange(t *rapid.T, places, names []string) func(*host.Host) {
	pool, place := rapid.SampledFrom([]string{"tank", "zroot"}).Draw(t, "pool"), rapid.SampledFrom(places).Draw(t, "place")
	name, other := rapid.SampledFrom(names).Draw(t, "name"), rapid.SampledFrom(names).Draw(t, "other")
	drawn, what := anyJail(t, name), rapid.IntRange(0, 5).Draw(t, "what")
	snapshots := anySnapshots(t)
	return func(h *host.Host) {
		p := h.Pool(pool)
		j := p.Jail(place + "/" + name)
		switch {
		case what == 4: // as reset does
			fresh := initial()
			fresh.Pool(pool).Add(place, clone(drawn))
			*h = *fresh
			h.Link()
		case j == nil:
			p.Add(place, clone(drawn))
		case what == 0:
			p.Remove(j)
		case what == 1 && p.Jail(place+"/"+other) == nil:
			p.Remove(j)
			j.Name = other
			p.Add(place, j)
		case what == 5:
			j.SetSnapshots(slices.Clone(snapshots))
		default:
			j.Props, j.Data, j.Link = slices.Clone(drawn.Props), drawn.Data, drawn.Link
			p.AddImage(other, name).Set("tag", "x")
		}
	}
}

// clone copies a jail, so that the two stores share nothing.
func clone(j *host.Jail) *host.Jail {
	c := *j
	c.Props = slices.Clone(j.Props)
	return &c
}

// A seen is everything that a store shows of a dataset or an image.
type seen struct {
	Props     host.Properties
	Flags     [3]bool
	Link      string
	Snapshots []host.Snapshot
	Limits    []host.Limit
	Scripts   map[string]string
	Fstab     []string
	Settings  string
	Running   *host.Running
}

func contents(t *rapid.T, s keeper) map[string]seen {
	all := map[string]seen{}
	see := func(name string, j *host.Jail) {
		all[name] = seen{append(host.Properties{}, j.Props...), [3]bool{j.Bare, j.Data, j.Rootless}, j.Link, j.Snapshots(), j.Limits, j.Scripts, j.Fstab, j.Settings, j.Running}
	}
	require.NoError(t, s.View(t.Context(), func(h *host.Host) error {
		for _, p := range h.Pools {
			for _, j := range p.Jails("") {
				see(j.Dataset(), j)
			}
			for name, image := range p.Images() {
				see(p.Name+" image "+name+" of "+image.Dataset, image.Jail)
			}
		}
		return nil
	}))
	return all
}

// lookAtAll looks for every key of every jail.
func lookAtAll(t *rapid.T, s keeper) {
	require.NoError(t, s.View(t.Context(), func(h *host.Host) error {
		for _, p := range h.Pools {
			all := p.Jails("")
			for _, one := range all {
				for _, k := range one.Keys(p.Name) {
					var want []string
					for _, j := range all {
						if slices.Contains(j.Keys(p.Name), k) {
							want = append(want, j.Dataset())
						}
					}
					require.Subset(t, datasets(p.Lookup(k)), want, "%q", k)
					if k.Index == host.UUID || k.Index == host.ClonedFrom {
						lookByBeginning(t, p, all, host.Key{Index: k.Index, Value: k.Value[:(len(k.Value)+1)/2]})
					}
				}
			}
			require.Equal(t, doubled(all), p.Doubled())
		}
		return nil
	}))
}

// lookByBeginning looks for the datasets that have a key which begins so.
func lookByBeginning(t *rapid.T, p *host.Pool, all []*host.Jail, part host.Key) {
	var want []string
	for _, j := range all {
		if slices.ContainsFunc(j.Keys(p.Name), func(k host.Key) bool { return k.Index == part.Index && strings.HasPrefix(k.Value, part.Value) }) {
			want = append(want, j.Dataset())
		}
	}
	require.Equal(t, want, datasets(p.Lookup(part)), "%q", part)
}

// doubled returns the tags of several jails, sorted.
func doubled(all []*host.Jail) (tags []string) {
	count := map[string]int{}
	for _, j := range all {
		if tag, given := j.Props.Get("tag"); given && tag != "" && j.Place == host.JailsPlace {
			if count[tag]++; count[tag] == 2 {
				tags = append(tags, tag)
			}
		}
	}
	slices.Sort(tags)
	return tags
}

func datasets(jails []*host.Jail) (names []string) {
	for _, j := range jails {
		names = append(names, j.Dataset())
	}
	return names
}

// wantedKeys counts the keys of all datasets. Two keys may be the same in the
// index, which stores long values only in part.
func wantedKeys(t *rapid.T, s keeper) (n int) {
	require.NoError(t, s.View(t.Context(), func(h *host.Host) error {
		for _, p := range h.Pools {
			for _, j := range p.Jails("") {
				keys := map[host.Key]bool{}
				for _, k := range j.Keys(p.Name) {
					keys[k] = true
				}
				n += len(keys)
			}
		}
		return nil
	}))
	return n
}

func keysInFile(t *rapid.T, dir string) (n int) {
	db, err := bolt.Open(filepath.Join(dir, "host.db"), 0o644, &bolt.Options{ReadOnly: true})
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	require.NoError(t, db.View(func(tx *bolt.Tx) error {
		return tx.Bucket([]byte("index")).ForEach(func(_, _ []byte) error { n++; return nil })
	}))
	return n
}

// Tags that differ only beyond the length of a key are told apart.
func TestLongTags(t *testing.T) {
	long := func(end string) string { return string(slices.Repeat([]byte("x"), 40000)) + end }
	each(t, func(t *testing.T, s keeper) {
		require.NoError(t, s.Update(t.Context(), func(h *host.Host) error {
			for _, end := range []string{"1", "2"} {
				j := &host.Jail{Name: "u" + end}
				h.Pool("tank").Add(host.JailsPlace, j)
				j.Set("tag", long(end))
			}
			return nil
		}))
		require.NoError(t, s.View(t.Context(), func(h *host.Host) error {
			found := h.Pool("tank").Lookup(host.Key{Index: host.Called, Value: long("2")})
			require.Equal(t, []string{"tank/iocage/jails/u2"}, datasets(found))
			return nil
		}))
	})
}

// tempDir returns a folder that is removed with the case.
func tempDir(t *rapid.T) string {
	dir, err := os.MkdirTemp("", "store")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}
