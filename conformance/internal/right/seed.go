package right

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"
)

// A seed is what the lever of that name makes a host of.
type seed struct {
	Active           string
	Pools, Releases  []string
	Health, Defaults map[string]string
	Remote           []string `yaml:"remote_releases"`
	Templates        []seedTemplate
	Jails            []seedJail
	Userland         map[string]struct{ Stdout, Stderr string }
}

type seedTemplate struct {
	UUID, Name, Release string
	Properties          map[string]string
}

type seedJail struct {
	UUID                      string
	Tag, Type, State, Release string
	JID                       int
	Properties                map[string]string
}

// sow makes the host another one.
func (s *server) sow(text []byte) error {
	var from seed
	if err := yaml.Unmarshal(text, &from); err != nil {
		return err
	}
	s.host.sow(from)
	for _, health := range from.Health {
		s.news(health)
	}
	return nil
}

func (h *host) sow(from seed) {
	h.active, h.pools, h.releases, h.jails, h.templates = from.Active, from.Pools, from.Releases, nil, nil
	for name, value := range from.Defaults {
		h.defaults[name] = value
	}
	h.programs = map[string]string{}
	for command, said := range from.Userland {
		h.programs[command] = said.Stdout + said.Stderr
	}
	if h.remote = from.Remote; len(from.Remote) == 0 {
		h.remote = remoteReleases
	}
	for _, t := range from.Templates {
		h.sowTemplate(t)
	}
	for i, j := range from.Jails {
		h.sowJail(fmt.Sprintf("%08x-b7d1-11e5-9c0a-0025905ef2d3", 0xa0000000+i), j)
	}
}

func (h *host) sowTemplate(t seedTemplate) {
	made := h.addTemplate(t.Name)
	made.uuid = cmp.Or(t.UUID, made.uuid)
	made.set(t.Release, t.Properties)
}

func (h *host) sowJail(uuid string, j seedJail) {
	h.add(cmp.Or(j.UUID, uuid), j.Tag, h.pattern, j.State == "up")
	made := h.jails[len(h.jails)-1]
	made.jid = cmp.Or(j.JID, made.jid)
	made.settings["type"] = cmp.Or(j.Type, "basejail")
	made.set(j.Release, j.Properties)
}

// set gives a jail its release, if it is to have another, and its properties.
func (j *jail) set(release string, properties map[string]string) {
	j.settings["release"] = cmp.Or(release, fmt.Sprint(j.settings["release"]))
	for name, value := range properties {
		j.settings[name] = value
	}
}

// news tells the subscribers that a pool is not well.
func (s *server) news(health string) {
	state := s.state()
	pools := state["zpools"].(object)
	lost := maps.Clone(pools["tank"].(object))
	lost["health"], lost["priority"] = health, "9 - Urgent"
	pools["zroot"], state["priority"] = lost, "9 - Urgent"
	for c, names := range s.subscribers {
		if slices.Contains(names, "system-state") {
			_ = c.send(event("system-state", state))
		}
	}
}
