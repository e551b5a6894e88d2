package rpc

import (
	"encoding/json"
	"iter"
)

// Args are an object of arguments: JSON, as the message has it. Names are
// case-sensitive and unknown members are tolerated.
type Args json.RawMessage

// ParseArgs returns JSON arguments as Args; it fails if they are not an object.
func ParseArgs(raw json.RawMessage) (Args, error) {
	if !isObject(raw) {
		return nil, Errorf(400, "the arguments must be an object")
	}
	return Args(raw), nil
}

// All yields names and values. If a name occurs twice, the last value counts.
func (a Args) All() iter.Seq2[string, json.RawMessage] {
	return func(yield func(string, json.RawMessage) bool) {
		for m := membersOf(a); m.next(); {
			if !yield(stringOf(m.name), m.value) {
				return
			}
		}
	}
}

// Member returns the value of a member.
func (a Args) Member(name string) (value json.RawMessage, found bool) {
	for m := membersOf(a); m.next(); {
		if says(m.name, name) {
			value, found = m.value, true
		}
	}
	return value, found
}

// String returns a member that must be a string if it exists.
func (a Args) String(name string) (value string, found bool, err error) {
	raw, found := a.Member(name)
	if !found {
		return "", false, nil
	}
	value, ok := textOf(raw)
	if !ok {
		return "", true, Errorf(400, "the argument %q must be a string", name)
	}
	return value, true, nil
}
