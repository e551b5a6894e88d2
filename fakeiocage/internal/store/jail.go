package store

import (
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// encodeJail writes the record of a dataset, whose snapshots have records of
// their own.
func encodeJail(j *host.Jail) []byte {
	return encode(func(c *codec) { c.jail(j, new([]host.Snapshot)) })
}

// decodeJail reads the record of the dataset POOL/iocage/name, with the snapshots
// that are in it.
func decodeJail(name string, record []byte) (*host.Jail, error) {
	j := newJail(name)
	err := decode(record, func(c *codec) { c.wholeJail(j) })
	return j, err
}

// newJail is the jail of the dataset POOL/iocage/name.
func newJail(name string) *host.Jail {
	if place, last, below := strings.Cut(name, "/"); below {
		return &host.Jail{Place: place, Name: last}
	}
	return &host.Jail{Place: name, Name: name}
}

// wholeJail is a jail with its snapshots.
func (c *codec) wholeJail(j *host.Jail) {
	snapshots := j.Snapshots()
	c.jail(j, &snapshots)
	if c.reads {
		j.SetSnapshots(snapshots)
	}
}

// jail is a jail with some snapshots. What most jails lack is there if a flag says so.
func (c *codec) jail(j *host.Jail, snapshots *[]host.Snapshot) {
	up := j.Running != nil
	unmounted := up && j.Running.Unmounted
	hasSettings, hasFstab := j.Settings != "", len(j.Fstab) > 0
	hasConfigs := slices.ContainsFunc(*snapshots, func(s host.Snapshot) bool { return s.Config != nil })
	c.flags(&j.Bare, &j.Data, &j.Rootless, &up, &unmounted, &hasSettings, &hasFstab, &hasConfigs)
	list(c, (*[]host.Property)(&j.Props), c.property)
	c.text(&j.Link)
	list(c, snapshots, c.snapshot)
	list(c, &j.Limits, c.limit)
	table(c, &j.Scripts, c.text)
	if hasSettings {
		c.text(&j.Settings)
	}
	if up {
		c.running(&j.Running, unmounted)
	}
	if hasFstab {
		c.texts(&j.Fstab)
	}
	if hasConfigs {
		for i := range *snapshots {
			c.config(&(*snapshots)[i].Config)
		}
	}
}

func (c *codec) property(p *host.Property) {
	c.text(&p.Name)
	c.text(&p.Value)
}

func (c *codec) limit(l *host.Limit) {
	c.text(&l.Resource)
	c.text(&l.Action)
	number(c, &l.Amount)
}

func (c *codec) running(up **host.Running, unmounted bool) {
	if c.reads {
		*up = &host.Running{Unmounted: unmounted}
	}
	number(c, &(*up).JID)
	c.texts(&(*up).IP4)
	table(c, &(*up).Params, c.text)
}

// snapshot is a snapshot without its configuration.
func (c *codec) snapshot(s *host.Snapshot) {
	c.text(&s.Name)
	c.text(&s.Below)
	number(c, &s.Created)
	c.text(&s.Mounted)
}

func (c *codec) config(config **host.Config) {
	there := *config != nil
	c.flags(&there)
	if !there {
		return
	}
	if c.reads {
		*config = &host.Config{}
	}
	table(c, &(*config).Properties, c.text)
	c.texts(&(*config).Fstab)
}

// encodeImage writes an image's record: the dataset in the file and its record,
// or nothing for an empty file.
func encodeImage(i *host.Image) []byte {
	if i.Jail == nil {
		return []byte{} // not nil, which would mean no image
	}
	return encode(func(c *codec) { c.image(i) })
}

func decodeImage(record []byte) (*host.Image, error) {
	i := &host.Image{}
	if len(record) == 0 {
		return i, nil
	}
	err := decode(record, func(c *codec) { c.image(i) })
	return i, err
}

func (c *codec) image(i *host.Image) {
	c.text(&i.Dataset)
	if c.reads {
		i.Jail = newJail(i.Dataset)
	}
	c.wholeJail(i.Jail)
}
