package store

import (
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

func encodeMachine(m host.Machine) []byte {
	return encode(func(c *codec) { c.machine(&m) })
}

func decodeMachine(record []byte) (m host.Machine, err error) {
	err = decode(record, func(c *codec) { c.machine(&m) })
	return m, err
}

func (c *codec) machine(m *host.Machine) {
	for _, s := range []*string{&m.Uname, &m.HostID, &m.Node, &m.ClockSeq} {
		c.text(s)
	}
	table(c, &m.Sysctl, c.text)
	c.texts(&m.RemoteReleases)
	table(c, &m.Interfaces, c.texts)
	table(c, &m.Userland, func(a *host.Answer) {
		c.text(&a.Stdout)
		c.text(&a.Stderr)
		number(c, &a.Exit)
	})
	list(c, &m.OtherJails, func(o *host.OtherJail) {
		number(c, &o.JID)
		c.text(&o.Path)
		c.text(&o.IP4)
		c.text(&o.Hostname)
	})
}

// encodePools writes the pools without their contents, and the counters of the
// kernel and the clock.
func encodePools(h *host.Host) []byte {
	doubled := map[string][]string{}
	for _, p := range h.Pools {
		doubled[p.Name] = p.Doubled()
	}
	return encode(func(c *codec) { c.pools(h, doubled, nil) })
}

// decodePools gives the host what encodePools wrote, and doubled the tags of
// several jails, by pool. over returns the pool of that name, with its contents.
func decodePools(record []byte, h *host.Host, doubled map[string][]string, over func(name string) *host.Pool) error {
	return decode(record, func(c *codec) { c.pools(h, doubled, over) })
}

// pools are the pools of a host. In format 2 the doubled tags were missing, and the
// defaults if no pool had any.
func (c *codec) pools(h *host.Host, doubled map[string][]string, over func(name string) *host.Pool) {
	number(c, &h.LastUUID)
	number(c, &h.LastJID)
	list(c, &h.Pools, func(p **host.Pool) { c.pool(p, over) })
	for i := 0; i < len(h.Pools) && !c.ended(); i++ {
		table(c, &h.Pools[i].RewriteDefaults, c.text)
	}
	for i := 0; i < len(h.Pools) && !c.ended(); i++ {
		tags := doubled[h.Pools[i].Name]
		c.texts(&tags)
		doubled[h.Pools[i].Name] = tags
	}
}

func (c *codec) pool(of **host.Pool, over func(name string) *host.Pool) {
	var name string
	if !c.reads {
		name = (*of).Name
	}
	c.text(&name)
	if c.reads {
		*of = over(name)
	}
	p := *of
	for _, s := range []*string{&p.Comment, &p.Altroot, (*string)(&p.Health)} {
		c.text(s)
	}
	number(c, &p.Filled)
	c.texts(&p.Datasets)
}
