package rpc

import (
	"encoding/json"
	"maps"
)

// Args are the members of an object of arguments. Names are case-sensitive and
// unknown members are tolerated.
type Args map[string]json.RawMessage

// ParseArgs reads arguments that must be an object.
func ParseArgs(raw json.RawMessage) (Args, error) {
	if !isObject(raw) {
		return nil, Errorf(400, "the arguments must be an object")
	}
	return maps.Collect(members(raw)), nil
}

// String returns a member that must be a string if it is there.
func (a Args) String(name string) (value string, found bool, err error) {
	raw, found := a[name]
	if !found {
		return "", false, nil
	}
	value, ok := textOf(raw)
	if !ok {
		return "", true, Errorf(400, "the argument %q must be a string", name)
	}
	return value, true, nil
}
