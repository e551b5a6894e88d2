package host

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Clone is that of the shell iocage: a jail that shares the blocks of j, with the
// built-in properties and those given (measured: clone). The clone's origin is a
// snapshot of j named after the clone. Clone returns the jail if it is to be
// started.
func (j *Jail) Clone(props []Property, m Moment, say Say) (start *Jail, status int) {
	asked := newCreation(props, m, say)
	c := asked.copy(j.pool)
	say.All(j.TakeSnapshot(c.Name, Recursive, m.Now))
	if why := asked.refused(c); why != "" {
		j.failClone(c, why, m, say)
		return nil, 2
	}
	c.Fstab = slices.Clone(j.Fstab)
	c.cloneOf(j)
	if c.Data = j.Data; c.Data {
		say.To(Raw, "cannot create '"+c.filesystem(dataBelow)+"': dataset already exists")
	}
	c.relink(m, say)
	if !j.hasRoot() {
		c.Rootless = true
		c.failConf(say)
		return nil, 2
	}
	if c.Get("hack88") == "1" {
		c.truncate(say)
	}
	c.Set("type", "clonejail")
	say.To(Created, c.Name, asked.tag(1))
	if asked.given["start"] != "" {
		return c, 0
	}
	return nil, 0
}

// failClone reports that zfs refused a property of each filesystem of the clone.
// What is left is a dataset without any, the parent of its root.
func (j *Jail) failClone(c *Jail, why string, m Moment, say Say) {
	for _, below := range j.filesystems() {
		say.To(Raw, "cannot create '"+c.filesystem(below)+"': "+why)
	}
	c.Bare, c.Rootless, c.Props = true, true, nil
	c.relink(m, say)
	c.failConf(say)
}

// CloneSnapshot is `clone NAME@SNAPSHOT`. It is broken in the original: it uses
// a snapshot that it did not make, and leaves a jail without root.
func (j *Jail) CloneSnapshot(snapshot string, props []Property, m Moment, say Say) int {
	c := newCreation(props, m, say).copy(j.pool)
	c.Rootless = true
	c.Data = j.Data && j.snapshot(dataBelow, snapshot) >= 0
	if j.Data && !c.Data {
		say.To(Raw, "cannot open '"+j.filesystem(dataBelow)+"@"+snapshot+"': dataset does not exist")
	}
	say.To(Raw, "cannot open '"+j.Dataset()+"/root@"+c.Name+"': dataset does not exist")
	c.relink(m, say)
	c.failConf(say)
	return 2
}

// failConf prints the shell's error about the rc.conf of a jail without root.
func (j *Jail) failConf(say Say) {
	line := "/usr/local/sbin/iocage: cannot create " + j.Get("mountpoint") + "/root/etc/rc.conf: No such file or directory"
	say.To(Raw, line)
	say.To(Raw, line)
}

// copy makes a jail with the built-in properties and those given; count has no
// effect.
func (c creation) copy(p *Pool) *Jail {
	delete(c.given, "count")
	j := &Jail{Name: p.host.NewUUID(c.m.Now)}
	p.Add(JailsPlace, j)
	c.fill(j, 1)
	if uuid := c.given["host_hostuuid"]; uuid != "" {
		j.Set("host_hostuuid", uuid)
	}
	j.Set("jail_zfs_dataset", cmp.Or(c.given["jail_zfs_dataset"], dataDataset(j.Name)))
	return j
}

// CloneWhole is the `clone` of the rewrite of 2017: a jail whose filesystems are clones
// of those of j. The files in them are copies: what was set, where the uuid of j is
// replaced, and the fstab. What lies in the dataset data is not cloned.
func (j *Jail) CloneWhole(name string, m Moment) *Jail {
	j.TakeSnapshot(name, WithConfig, m.Now)
	c := &Jail{Name: name, Rootless: j.Rootless, Scripts: maps.Clone(j.Scripts), Settings: j.Settings}
	j.pool.Add(JailsPlace, c)
	renamed := strings.NewReplacer(j.UUID(), name)
	for _, p := range j.Props {
		if !isNative(p) {
			c.Set(p.Name, renamed.Replace(p.Value))
		}
	}
	for _, line := range j.Fstab {
		c.Fstab = append(c.Fstab, renamed.Replace(line))
	}
	c.cloneOf(j)
	return c
}

// CloneRoot is the `create` of the rewrite of 2017: a jail whose folder root is a clone
// of that of a release or a template; its properties are the built-in ones. Without a
// source its folder is empty.
func (p *Pool) CloneRoot(source *Jail, name string, m Moment) *Jail {
	c := &Jail{Name: name}
	p.Add(JailsPlace, c)
	c.Set("type", "jail")
	c.Set("jail_zfs_dataset", dataDataset(name))
	if source != nil {
		source.addSnapshots(name, []string{rootBelow}, m.Now)
		c.cloneOf(source)
	}
	return c
}

// cloneOf makes the jail a clone of another's snapshot, which is named after it.
func (j *Jail) cloneOf(source *Jail) { j.Set("origin", source.Dataset()+"@"+j.Name) }
