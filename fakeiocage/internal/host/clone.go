package host

import "strings"

// Clone makes a jail that shares the blocks of j, with the built-in properties
// and those given (measured: clone). It comes from a snapshot of j
// that has its name. It is returned when it is to be started.
func (j *Jail) Clone(props []Property, m Moment, say Say) (start *Jail, status int) {
	c, given := j.pool.copyOf(props, m, say)
	c.Set("type", "clonejail")
	c.Props["origin"] = j.Dataset() + "@" + c.Name
	c.relink(m, say)
	say.To(Created, c.Name, c.Tag())
	if given["start"] != "" {
		return c, 0
	}
	return nil, 0
}

// CloneSnapshot is `clone NAME@SNAPSHOT`, which is broken in this program: it
// looks for a snapshot that it has not made, and leaves a jail without root.
func (j *Jail) CloneSnapshot(props []Property, m Moment, say Say) int {
	c, _ := j.pool.copyOf(props, m, say)
	c.Rootless = true
	c.relink(m, say)
	say.To(Raw, "cannot open '"+j.Dataset()+"/root@"+c.Name+"': dataset does not exist")
	line := "/usr/local/sbin/iocage: cannot create " + c.Get("mountpoint") + "/root/etc/rc.conf: No such file or directory"
	say.To(Raw, line)
	say.To(Raw, line)
	return 2
}

// copyOf makes a jail with the built-in properties and those given; count has
// no effect.
func (p *Pool) copyOf(props []Property, m Moment, say Say) (*Jail, map[string]string) {
	given := map[string]string{}
	for _, w := range props {
		given[w.Name] = w.Value
	}
	delete(given, "count")
	c := &Jail{Name: p.host.NewUUID(m.Now), Props: map[string]string{}}
	p.Add(JailsPlace, c)
	c.fill(given, 1, m, say)
	c.Set("jail_zfs_dataset", dataDataset(c.Name))
	return c, given
}

// FirstClone returns the first jail that shares its blocks with j, or nil.
func (j *Jail) FirstClone() *Jail {
	for _, c := range j.pool.In(JailsPlace) {
		if source, _, ok := strings.Cut(c.Props["origin"], "@"); ok && source == j.Dataset() {
			return c
		}
	}
	return nil
}
