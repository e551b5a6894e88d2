package fakeiocage

import (
	"maps"
	"slices"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// describe is the inverse of Seed.host.
func describe(h *host.Host) Seed {
	s := Seed{
		Version: 1, Pools: []string{},
		Uname: h.Uname, HostID: h.HostID, Node: h.Node, ClockSeq: h.ClockSeq,
		Sysctl: maps.Clone(h.Sysctl), RemoteReleases: slices.Clone(h.RemoteReleases),
		Interfaces: maps.Clone(h.Interfaces), OtherJails: slices.Clone(h.OtherJails), Userland: maps.Clone(h.Userland),
		NextJID: h.LastJID + 1, UUIDTime: h.LastUUID,
	}
	s.describePools(h)
	home := homePool(h)
	for _, p := range h.Pools {
		c := describeContents(p)
		switch {
		case p == home:
			s.Contents = c
		case inUse(p):
			put(&s.OtherPools, p.Name, c)
		}
	}
	if home != nil && s.Active == "" {
		s.Home = home.Name
	}
	return s
}

// homePool returns the pool that the seed describes without naming it: the
// active one, or else the first with contents, or else the last.
func homePool(h *host.Host) *host.Pool {
	for _, uses := range []func(*host.Pool) bool{
		(*host.Pool).Active,
		inUse,
	} {
		if i := slices.IndexFunc(h.Pools, uses); i >= 0 {
			return h.Pools[i]
		}
	}
	if len(h.Pools) == 0 {
		return nil
	}
	return h.Pools[len(h.Pools)-1]
}

// inUse reports whether iocage keeps anything on the pool.
func inUse(p *host.Pool) bool { return len(p.Datasets)+len(p.Jails(""))+len(p.Images()) > 0 }

func (s *Seed) describePools(h *host.Host) {
	for _, p := range h.Pools {
		s.Pools = append(s.Pools, p.Name)
		comment := "-"
		if p.Active() && s.Active == "" {
			s.Active = p.Name
			comment = "iocage"
		}
		if p.Comment != comment {
			put(&s.Comments, p.Name, p.Comment)
		}
		if p.Altroot != "" {
			put(&s.Altroot, p.Name, p.Altroot)
		}
		if p.Health != "" {
			put(&s.Health, p.Name, p.Health)
		}
		if p.Filled != 0 {
			put(&s.Filled, p.Name, p.Filled)
		}
	}
}

func describeContents(p *host.Pool) Contents {
	c := Contents{Prepared: len(p.Datasets) == len(host.Layouts), RewriteDefaults: maps.Clone(p.RewriteDefaults)}
	if !c.Prepared && inUse(p) {
		c.Datasets = append([]string{}, p.Datasets...)
	}
	for _, r := range p.In(host.ReleasesPlace) {
		c.describeOther(host.ReleasesPlace+"/"+r.Name, r)
		c.Releases = append(c.Releases, r.Name)
		if len(r.Props) > 0 {
			put(&c.ReleaseProperties, r.Name, r.Props.Map())
		}
	}
	if d := p.Jail(host.DefaultsPlace); d != nil {
		c.Defaults = d.Props.Map()
		c.describeOther(host.DefaultsPlace, d)
	}
	for _, j := range p.In(host.JailsPlace) {
		c.Jails = append(c.Jails, describeOne(j))
	}
	for _, j := range p.In(host.TemplatesPlace) {
		c.Templates = append(c.Templates, describeOne(j))
	}
	for name, image := range p.Images() {
		described := Image{Dataset: image.Dataset}
		if image.Jail != nil {
			j := describeOne(image.Jail)
			described.Jail = &j
		}
		put(&c.Images, name, described)
	}
	return c
}

func (c *Contents) describeOther(name string, j *host.Jail) {
	if len(j.Snapshots())+len(j.Limits) > 0 {
		put(&c.Others, name, Other{someOf(j.Snapshots()), someOf(j.Limits)})
	}
}

// someOf copies a list. An empty list becomes nil, as when it is read again.
func someOf[T any](all []T) []T { return append([]T(nil), all...) }

// builtWith returns the properties that a build sets by itself on a dataset
// like j.
func builtWith(j *host.Jail) []string {
	switch {
	case j.Place == host.TemplatesPlace:
		return []string{"tag", "type", "host_hostuuid", "host_hostname", "istemplate", "jail_zfs_dataset"}
	case j.Bare:
		return nil
	}
	return []string{"tag", "jail_zfs_dataset"}
}

// describeOne describes a jail or a template. It writes properties that a build
// would set by itself even if they are built in or not set.
func describeOne(j *host.Jail) Jail {
	s := Jail{
		Properties: j.Props.Map(), Bare: j.Bare, Data: j.Data, Rootless: j.Rootless,
		Snapshots: someOf(j.Snapshots()), Limits: someOf(j.Limits), Scripts: maps.Clone(j.Scripts), Fstab: someOf(j.Fstab),
		Settings: someOf([]byte(j.Settings)),
	}
	if j.Place == host.TemplatesPlace {
		s.Name = j.Name
	} else {
		s.UUID = j.Name
	}
	for _, name := range builtWith(j) {
		v, _ := j.Value(name)
		put(&s.Properties, name, v)
	}
	for name, field := range map[string]*string{"tag": &s.Tag, "type": &s.Type, "release": &s.Release} {
		if v, ok := j.Value(name); ok {
			*field = v
			delete(s.Properties, name)
		}
	}
	if j.Link != j.Raw("tag") {
		s.Link = &j.Link
	}
	if j.Up() {
		s.State, s.JID, s.Unmounted = "up", j.Running.JID, j.Running.Unmounted
		s.IP4 = append([]string{}, j.Running.IP4...)
		s.Params = map[string]string{}
		maps.Copy(s.Params, j.Running.Params)
	}
	return s
}

func put[V any](m *map[string]V, key string, value V) {
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[key] = value
}
