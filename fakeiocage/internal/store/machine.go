package store

import (
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

func encodeMachine(m host.Machine) []byte {
	var e encoder
	for _, s := range []string{m.Uname, m.HostID, m.Node, m.ClockSeq} {
		e.text(s)
	}
	encodeMap(&e, m.Sysctl, e.text)
	e.texts(m.RemoteReleases)
	encodeMap(&e, m.Interfaces, e.texts)
	encodeMap(&e, m.Userland, func(a host.Answer) {
		e.text(a.Stdout)
		e.text(a.Stderr)
		e.number(uint64(a.Exit))
	})
	e.number(uint64(len(m.OtherJails)))
	for _, o := range m.OtherJails {
		e.number(uint64(o.JID))
		e.text(o.Path)
		e.text(o.IP4)
		e.text(o.Hostname)
	}
	return e
}

func decodeMachine(record []byte) (host.Machine, error) {
	d := decoder{rest: string(record)}
	m := host.Machine{
		Uname: d.text(), HostID: d.text(), Node: d.text(), ClockSeq: d.text(),
		Sysctl: decodeMap(&d, d.text), RemoteReleases: d.texts(), Interfaces: decodeMap(&d, d.texts),
		Userland: decodeMap(&d, func() host.Answer { return host.Answer{Stdout: d.text(), Stderr: d.text(), Exit: int(d.number())} }),
	}
	for range d.length() {
		m.OtherJails = append(m.OtherJails, host.OtherJail{JID: int(d.number()), Path: d.text(), IP4: d.text(), Hostname: d.text()})
	}
	return m, d.end()
}

// encodePools writes the pools without their contents, and the counters of the
// kernel and the clock.
func encodePools(h *host.Host) []byte {
	var e encoder
	e.number(h.LastUUID)
	e.number(uint64(h.LastJID))
	e.number(uint64(len(h.Pools)))
	for _, p := range h.Pools {
		for _, s := range []string{p.Name, p.Comment, p.Altroot, string(p.Health)} {
			e.text(s)
		}
		e.number(uint64(p.Filled))
		e.texts(p.Datasets)
	}
	for _, p := range h.Pools {
		encodeMap(&e, p.RewriteDefaults, e.text)
	}
	for _, p := range h.Pools {
		e.texts(p.Doubled())
	}
	return e
}

// decodePools gives the host what encodePools wrote, and doubled the tags of
// several jails, by pool. over returns the pool of that name, with its contents.
// In format 2 the doubled tags were missing, and the defaults if no pool had any.
func decodePools(record []byte, h *host.Host, doubled map[string][]string, over func(name string) *host.Pool) error {
	d := decoder{rest: string(record)}
	h.LastUUID, h.LastJID = d.number(), int(d.number())
	for range d.length() {
		p := over(d.text())
		p.Comment, p.Altroot, p.Health = d.text(), d.text(), host.Health(d.text())
		p.Filled, p.Datasets = int(d.number()), d.texts()
		h.Pools = append(h.Pools, p)
	}
	for i := 0; i < len(h.Pools) && d.rest != ""; i++ {
		h.Pools[i].RewriteDefaults = decodeMap(&d, d.text)
	}
	for i := 0; i < len(h.Pools) && d.rest != ""; i++ {
		doubled[h.Pools[i].Name] = d.texts()
	}
	return d.end()
}
