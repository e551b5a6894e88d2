package fakeiocage

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/python"
	"github.com/sysadm-go/sysadm/schemas/prop"
)

// birth is the time of creation of everything whose time the seed leaves open.
var birth = time.Date(2016, 2, 1, 0, 0, 0, 0, time.UTC)

// host makes the host that the seed describes.
func (s Seed) host() (*host.Host, error) {
	if s.Version != 0 && s.Version != 1 {
		return nil, fmt.Errorf("cannot make a host: the description has version %d, and this program knows 1", s.Version)
	}
	h := &host.Host{Machine: s.machine()}
	if err := checkMachine(h.Machine); err != nil {
		return nil, fmt.Errorf("cannot make a host: %w", err)
	}
	if err := s.addPools(h); err != nil {
		return nil, fmt.Errorf("cannot make a host: %w", err)
	}
	if s.UUIDTime != 0 {
		h.LastUUID = s.UUIDTime
	}
	return h, nil
}

func (s Seed) machine() host.Machine {
	m := host.Machine{
		Uname:          cmp.Or(s.Uname, "10.2-RELEASE-p9"),
		HostID:         cmp.Or(s.HostID, "4145fbb8-c5b6-11e5-9f2f-fcaa14deb15d"),
		Node:           cmp.Or(s.Node, "d05099728dbf"),
		ClockSeq:       cmp.Or(s.ClockSeq, "8d45"),
		Sysctl:         maps.Clone(s.Sysctl),
		RemoteReleases: slices.Clone(s.RemoteReleases),
		Interfaces:     maps.Clone(s.Interfaces),
		OtherJails:     slices.Clone(s.OtherJails),
		Userland:       maps.Clone(s.Userland),
	}
	if m.Sysctl == nil {
		m.Sysctl = map[string]string{"kern.features.rctl": "1", "kern.racct.enable": "1", "kern.features.vimage": ""}
	}
	if m.Interfaces == nil {
		m.Interfaces = map[string][]string{"em0": {"10.0.2.15"}, "em1": {}, "lo0": {"127.0.0.1"}}
	}
	return m
}

func checkMachine(m host.Machine) error {
	if !isHex(m.Node, 12) {
		return fmt.Errorf("node %q is not 12 hexadecimal digits", m.Node)
	}
	if !isHex(m.ClockSeq, 4) {
		return fmt.Errorf("clockseq %q is not 4 hexadecimal digits", m.ClockSeq)
	}
	return nil
}

func (s Seed) addPools(h *host.Host) error {
	names := s.Pools
	if names == nil {
		names = []string{"tank", "zroot"}
	}
	for _, name := range names {
		if !canBePool(name) {
			return fmt.Errorf("%q cannot be the name of a pool", name)
		}
		if h.Pool(name) != nil {
			return fmt.Errorf("pool %q is named twice", name)
		}
		p := host.NewPool(name)
		if name == s.Active {
			p.Comment = "iocage"
		}
		h.Pools = append(h.Pools, p)
	}
	h.Link()
	if err := s.checkPoolNames(h); err != nil {
		return err
	}
	for name, comment := range s.Comments {
		h.Pool(name).Comment = comment
	}
	for name, altroot := range s.Altroot {
		h.Pool(name).Altroot = altroot
	}
	if err := s.fillDisks(h); err != nil {
		return err
	}
	return s.fillPools(h)
}

// fillDisks sets the health and use of the pools.
func (s Seed) fillDisks(h *host.Host) error {
	for name, health := range s.Health {
		if !slices.Contains(host.Healths, health) {
			return fmt.Errorf("pool %q cannot be %q: say one of %v", name, health, host.Healths)
		}
		if health != host.Online {
			h.Pool(name).Health = health
		}
	}
	for name, percent := range s.Filled {
		if percent < 0 || percent > 100 {
			return fmt.Errorf("pool %q cannot be filled to %d percent", name, percent)
		}
		h.Pool(name).Filled = percent
	}
	return nil
}

// checkPoolNames looks for members about pools that do not exist.
func (s Seed) checkPoolNames(h *host.Host) error {
	named := map[string][]string{
		"comments": slices.Collect(maps.Keys(s.Comments)), "altroot": slices.Collect(maps.Keys(s.Altroot)),
		"health": slices.Collect(maps.Keys(s.Health)), "filled": slices.Collect(maps.Keys(s.Filled)),
		"other_pools": slices.Collect(maps.Keys(s.OtherPools)),
	}
	if s.Active != "" {
		named["active"] = []string{s.Active}
	}
	if s.Home != "" {
		named["home"] = []string{s.Home}
	}
	for _, member := range slices.Sorted(maps.Keys(named)) {
		for _, name := range named[member] {
			if h.Pool(name) == nil {
				return fmt.Errorf("%s names the pool %q, which does not exist", member, name)
			}
		}
	}
	return nil
}

func (s Seed) fillPools(h *host.Host) error {
	contents := maps.Clone(s.OtherPools)
	if contents == nil {
		contents = map[string]Contents{}
	}
	if len(h.Pools) > 0 {
		home := cmp.Or(s.Active, s.Home, h.Pools[len(h.Pools)-1].Name)
		if _, twice := contents[home]; twice {
			return fmt.Errorf("other_pools describes %q, which the members beside it describe", home)
		}
		contents[home] = s.Contents
	} else if !s.Contents.empty() {
		return fmt.Errorf("there are jails or releases, and no pool")
	}
	b := builder{h: h, jids: map[int]bool{}}
	for _, name := range slices.Sorted(maps.Keys(contents)) {
		if err := b.fill(h.Pool(name), contents[name]); err != nil {
			return err
		}
	}
	return b.startJails(s.NextJID)
}

func (c Contents) empty() bool {
	return len(c.Releases)+len(c.Defaults)+len(c.Jails)+len(c.Templates)+len(c.Others)+len(c.Images) == 0
}

// checkProperties looks for unknown properties.
func checkProperties(whose string, props map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(props)) {
		if _, ok := prop.Find(name); !ok && !python.Owns(name) {
			return fmt.Errorf("%s has a property %q, and iocage knows none of that name", whose, name)
		}
		if strings.ContainsAny(props[name], "\x00\n") {
			return fmt.Errorf("property %s of %s contains a line break", name, whose)
		}
	}
	return nil
}
