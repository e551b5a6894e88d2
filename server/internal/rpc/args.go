package rpc

import "encoding/json"

// Args are the members of an object of arguments. Names are case-sensitive and
// unknown members are tolerated.
type Args map[string]json.RawMessage

// ParseArgs reads arguments that must be an object.
func ParseArgs(raw json.RawMessage) (Args, error) {
	var args Args
	if err := json.Unmarshal(raw, &args); err != nil || args == nil {
		return nil, Errorf(400, "the arguments must be an object")
	}
	return args, nil
}

// String returns a member that must be a string if it is there.
func (a Args) String(name string) (value string, found bool, err error) {
	raw, found := a[name]
	if !found {
		return "", false, nil
	}
	var s *string
	if err := json.Unmarshal(raw, &s); err != nil || s == nil {
		return "", true, Errorf(400, "the argument %q must be a string", name)
	}
	return *s, true, nil
}
