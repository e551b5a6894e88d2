package host

import (
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

	// Health is the state of the pool's devices as zpool prints it; empty means
	// ONLINE.
	Health Health

	// Filled is the percentage of the pool that is used by others than iocage.
	Filled int

	// Datasets are those of Layout that exist, in the order of names, as zfs lists
	// them.
	Datasets []string

	// RewriteDefaults are the properties of new jails in the file of the rewrite
	// of 2017, defaults.json, where they are not built in; nil: there is no file.
	RewriteDefaults map[string]string

	host *Host

	// held are the datasets with properties, by their name below POOL/iocage:
	// ".defaults", "jails/UUID", "releases/NAME", "templates/TAG". In a pool
	// over records it has those that the run has seen, and nil for those that
	// it has removed.
	held   map[string]*Jail
	order  []string          // the names in held with a dataset, sorted
	links  map[string]*Jail  // see TagOwner
	index  func() *index     // nil: none; see Host.Index
	images map[string]*Image // nil: none, or not asked for yet

	below     Records // nil: held has everything
	mayChange bool
}

// Layout are the datasets that the shell iocage makes if they are missing, in
// that order (measured).
var Layout = []string{"iocage", "iocage/.defaults", "iocage/download", "iocage/jails", "iocage/releases", "iocage/templates"}

// PythonLayout are the datasets that the rewrite of 2017 makes if they are
// missing (iocage 89864aa, ioc_check.py).
var PythonLayout = []string{"iocage", "iocage/download", "iocage/images", "iocage/jails", "iocage/log", "iocage/releases", "iocage/templates"}

// Layouts are the datasets of both programs.
var Layouts = []string{"iocage", "iocage/.defaults", "iocage/download", "iocage/images", "iocage/jails", "iocage/log", "iocage/releases", "iocage/templates"}

// The places below POOL/iocage where datasets with properties lie.
const (
	DefaultsPlace  = ".defaults"
	JailsPlace     = "jails"
	ReleasesPlace  = "releases"
	TemplatesPlace = "templates"
)

// NewPool returns an empty pool.
func NewPool(name string) *Pool { return &Pool{Name: name, Comment: "-", held: map[string]*Jail{}} }

// In returns the datasets of one place, in the order of names.
func (p *Pool) In(place string) []*Jail {
	if place != DefaultsPlace {
		return p.Jails(place + "/")
	}
	if d := p.Jail(place); d != nil {
		return []*Jail{d}
	}
	return nil
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

// marked reports whether the pool counts in the original's test for duplicates:
// "iocage" occurs anywhere in its name or comment.
func (p *Pool) marked() bool { return strings.Contains(p.Name+"\t"+p.Comment, "iocage") }

// Has reports whether the pool has the dataset of a layout.
func (p *Pool) Has(dataset string) bool { return slices.Contains(p.Datasets, dataset) }

func (p *Pool) hasAll(layout []string) bool {
	return !slices.ContainsFunc(layout, func(d string) bool { return !p.Has(d) })
}

func (p *Pool) drop(dataset string) {
	p.Datasets = slices.DeleteFunc(p.Datasets, func(d string) bool { return d == dataset })
}

// draft returns a pool over this one that can be changed in its place.
func (p *Pool) draft() *Pool {
	d := Over(p.Name, p, true)
	d.Comment, d.Altroot, d.Health, d.Filled, d.Datasets = p.Comment, p.Altroot, p.Health, p.Filled, slices.Clone(p.Datasets)
	d.RewriteDefaults = maps.Clone(p.RewriteDefaults)
	return d
}

// accept replaces the content of the pool by that of its draft.
func (p *Pool) accept(d *Pool) {
	for name, j := range d.held {
		if j != nil {
			p.Add(j.Place, j)
		} else if gone := p.held[name]; gone != nil {
			p.Remove(gone)
		}
	}
	p.Comment, p.Altroot, p.Health, p.Filled, p.Datasets = d.Comment, d.Altroot, d.Health, d.Filled, d.Datasets
	p.RewriteDefaults = d.RewriteDefaults
	if d.images != nil {
		p.images = d.images
	}
	for _, image := range p.images {
		image.link(p)
	}
}
