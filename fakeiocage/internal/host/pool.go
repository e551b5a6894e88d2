package host

import (
	"cmp"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"
)

// A Pool is one ZFS pool with what iocage keeps on it.
type Pool struct {
	Name string

	// Comment is the pool's comment property; "-" or empty: none. iocage marks
	// its pool with the comment "iocage".
	Comment string

	// Altroot is the folder below which the pool is mounted; empty: "/".
	Altroot string

	// Health is what zpool says of the pool's devices; empty: ONLINE.
	Health Health

	// Filled is how many percent of the pool others than iocage take.
	Filled int

	// Datasets are those of Layout that exist.
	Datasets []string

	// All holds the datasets that have properties, by their name below
	// POOL/iocage: ".defaults", "jails/UUID", "releases/NAME", "templates/TAG".
	All map[string]*Jail

	// Images are the files in /iocage/images, by name.
	Images map[string]*Image

	host  *Host
	links map[string]*Jail // see linked
}

// Layout are the datasets that iocage makes when one is missing, in that order
// (measured).
var Layout = []string{"iocage", "iocage/.defaults", "iocage/download", "iocage/jails", "iocage/releases", "iocage/templates"}

// The places below POOL/iocage where datasets with properties lie.
const (
	DefaultsPlace  = ".defaults"
	JailsPlace     = "jails"
	ReleasesPlace  = "releases"
	TemplatesPlace = "templates"
)

// NewPool returns an empty pool.
func NewPool(name string) *Pool { return &Pool{Name: name, Comment: "-", All: map[string]*Jail{}} }

// Add puts a dataset with properties at the given place.
func (p *Pool) Add(place string, j *Jail) {
	j.Place, j.pool = place, p
	p.All[j.below()] = j
}

// Remove takes a dataset away.
func (p *Pool) Remove(j *Jail) {
	delete(p.All, j.below())
	if j.Place == DefaultsPlace {
		p.drop("iocage/.defaults")
	}
}

// Jails yields the pool's datasets with properties by full name, in order.
func (p *Pool) Jails() iter.Seq2[string, *Jail] {
	return func(yield func(string, *Jail) bool) {
		for _, name := range slices.Sorted(maps.Keys(p.All)) {
			if !yield(p.Name+"/iocage/"+name, p.All[name]) {
				return
			}
		}
	}
}

// In returns the datasets of one place, in the order of names.
func (p *Pool) In(place string) []*Jail {
	var found []*Jail
	for _, j := range p.All {
		if j.Place == place {
			found = append(found, j)
		}
	}
	slices.SortFunc(found, func(a, b *Jail) int { return cmp.Compare(a.Name, b.Name) })
	return found
}

// Host returns the host that the pool belongs to.
func (p *Pool) Host() *Host { return p.host }

// Root is the mount point of POOL/iocage.
func (p *Pool) Root() string { return path.Join("/", p.Altroot, "iocage") }

// Active reports whether iocage uses the pool: the third blank-separated field
// of `zpool get -H comment` is exactly "iocage" (measured).
func (p *Pool) Active() bool {
	word, _, _ := strings.Cut(p.Comment, " ")
	return word == "iocage"
}

// marked reports whether the pool counts in the test for duplicates: "iocage"
// stands anywhere in its name or comment.
func (p *Pool) marked() bool { return strings.Contains(p.Name+"\t"+p.Comment, "iocage") }

func (p *Pool) has(dataset string) bool { return slices.Contains(p.Datasets, dataset) }

func (p *Pool) drop(dataset string) {
	p.Datasets = slices.DeleteFunc(p.Datasets, func(d string) bool { return d == dataset })
}

func (p *Pool) copy() *Pool {
	c := *p
	c.Datasets = slices.Clone(p.Datasets)
	c.All = make(map[string]*Jail, len(p.All))
	for name, j := range p.All {
		c.All[name] = j.copy()
	}
	c.Images, c.links = nil, nil
	for name, image := range p.Images {
		if c.Images == nil {
			c.Images = make(map[string]*Image, len(p.Images))
		}
		c.Images[name] = image.copy()
	}
	return &c
}
