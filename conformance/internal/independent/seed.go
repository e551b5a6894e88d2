package independent

import (
	"cmp"
	"fmt"
	"maps"

	"go.yaml.in/yaml/v3"
)

// A seed is as much of the description of a host as the checks write.
type seed struct {
	Active          string
	Pools, Releases []string
	Remote          []string          `yaml:"remote_releases"`
	Health          map[string]string // by pool
	Defaults        map[string]string
	Templates       []struct {
		UUID, Name, Release string
		Properties          map[string]string
	}
	Jails      []seedJail
	OtherPools map[string]struct{ Jails []seedJail }      `yaml:"other_pools"`
	Userland   map[string]struct{ Stdout, Stderr string } // what commands print
}

type seedJail struct {
	UUID                      string
	Tag, Type, State, Release string
	JID                       int
	Properties                map[string]string
}

// sow makes the host another one.
func (s *server) sow(text []byte) error {
	var d seed
	if err := yaml.Unmarshal(text, &d); err != nil {
		return fmt.Errorf("cannot read the seed: %w", err)
	}
	h := s.host
	h.active, h.pools, h.releases, h.jails, h.templates = d.Active, d.Pools, d.Releases, nil, nil
	for command, said := range d.Userland {
		h.programs[command] = said.Stdout + said.Stderr
	}
	maps.Copy(h.defaults, d.Defaults)
	if h.remote = d.Remote; len(d.Remote) == 0 {
		h.remote = remote
	}
	for _, t := range d.Templates {
		made := h.addTemplate(t.Name)
		made.uuid = cmp.Or(t.UUID, made.uuid)
		maps.Copy(made.settings, t.Properties)
		made.take("release", t.Release)
	}
	for pool, there := range d.OtherPools {
		h.plant(there.Jails)
		h.elsewhere[pool], h.jails = h.jails, nil
	}
	h.home = d.Active
	h.plant(d.Jails)
	for pool, health := range d.Health {
		s.tellOfPool(pool, health)
	}
	return nil
}

// plant adds the jails of one pool.
func (h *host) plant(jails []seedJail) {
	for i, j := range jails {
		uuid := cmp.Or(j.UUID, fmt.Sprintf("%08x-dd35-11e5-8f6c-0cc47a03d4a1", 0xa0000000+i))
		made := h.add(uuid, j.Tag, j.State == "up")
		made.jid = cmp.Or(j.JID, made.jid)
		maps.Copy(made.settings, j.Properties)
		made.take("type", j.Type)
		made.take("release", j.Release)
	}
}

// take sets a property, if the seed says anything about it.
func (j *jail) take(name, value string) {
	if value != "" {
		j.settings[name] = value
	}
}
