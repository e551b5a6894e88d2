package host

import (
	"cmp"
	"slices"
)

// A Property is one NAME=VALUE.
type Property struct{ Name, Value string }

// Last returns the value of the last of the properties with the name, or "".
func Last(props []Property, name string) (value string) {
	for _, p := range props {
		if p.Name == name {
			value = p.Value
		}
	}
	return value
}

// Properties are the properties of a jail, sorted by name. A jail has few
// values of its own, so a list is smaller than a map, and as fast.
type Properties []Property

// Get returns the value, and whether there is one.
func (ps Properties) Get(name string) (string, bool) {
	i, found := ps.find(name)
	if !found {
		return "", false
	}
	return ps[i].Value, true
}

// Set gives the property the value.
func (ps *Properties) Set(name, value string) {
	i, found := ps.find(name)
	if !found {
		*ps = slices.Insert(*ps, i, Property{Name: name})
	}
	(*ps)[i].Value = value
}

// Delete removes the property.
func (ps *Properties) Delete(name string) {
	if i, found := ps.find(name); found {
		*ps = slices.Delete(*ps, i, i+1)
	}
}

// Map returns the properties by name, or nil if there are none.
func (ps Properties) Map() map[string]string {
	if len(ps) == 0 {
		return nil
	}
	m := make(map[string]string, len(ps))
	for _, p := range ps {
		m[p.Name] = p.Value
	}
	return m
}

func (ps Properties) find(name string) (int, bool) {
	return slices.BinarySearchFunc(ps, name, func(p Property, name string) int { return cmp.Compare(p.Name, name) })
}
