package independent

import (
	"fmt"
	"maps"

	"go.yaml.in/yaml/v3"
)

// A seed is as much of the description of a host as the checks write.
type seed struct {
	Active          string
	Pools, Releases []string
	Health          map[string]string // by pool
	Defaults        map[string]string
	Templates       []struct{ Name string }
	Jails           []struct {
		Tag, Type, State string
		Properties       map[string]string
	}
	Userland map[string]struct{ Stdout, Stderr string } // what commands print
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
	for _, t := range d.Templates {
		h.addTemplate(t.Name)
	}
	for i, j := range d.Jails {
		made := h.add(fmt.Sprintf("%08x-dd35-11e5-8f6c-0cc47a03d4a1", 0xa0000000+i), j.Tag, j.State == "up")
		maps.Copy(made.settings, j.Properties)
		if j.Type != "" {
			made.settings["type"] = j.Type
		}
	}
	for pool, health := range d.Health {
		s.tellOfPool(pool, health)
	}
	return nil
}
