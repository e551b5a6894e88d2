package target

import "fmt"

// A Flag is a flag of the program that a profile sets.
type Flag struct {
	Name   string
	Values []string
}

// groups are the flags that go together: one of them on the command line takes
// the place of the whole group in the profile, so that the password of one user
// is never sent for another, nor one host's certificate expected of another.
var groups = [][]string{
	{"ws", "rest", "exec", "sim"},
	{"user", "password-file"},
	{"operator", "operator-password-file"},
	{"ca", "fingerprint", "insecure"},
}

// Overridden reports whether the command line replaces a flag of a profile.
// given tells which flags it has.
func Overridden(name string, given func(string) bool) bool {
	if given(name) {
		return true
	}
	for _, group := range groups {
		in, other := false, false
		for _, member := range group {
			in = in || member == name
			other = other || given(member)
		}
		if in && other {
			return true
		}
	}
	return false
}

// Flags are those that say what the profile says. Passwords are not among them.
func (p Profile) Flags() []Flag {
	var flags []Flag
	for _, f := range []Flag{
		one("ws", p.WS), one("rest", p.REST), one("exec", p.Exec),
		one("user", p.User), one("operator", p.Operator),
		one("ca", p.CA), one("fingerprint", p.Fingerprint), truth("insecure", p.Insecure),
		{"edition", p.Editions}, one("compat", p.Compat), {"skip", p.Skip}, one("known", p.Known),
		truth("no-jobs", p.Jobs != nil && !*p.Jobs), truth("no-new-jails", !p.Touch.NewJails),
		one("jail", p.Touch.Jail), one("pool", p.Touch.Pool), one("release", p.Touch.Release),
	} {
		if len(f.Values) > 0 {
			flags = append(flags, f)
		}
	}
	return flags
}

func one(name, value string) Flag {
	if value == "" {
		return Flag{}
	}
	return Flag{name, []string{value}}
}

func truth(name string, value bool) Flag {
	if !value {
		return Flag{}
	}
	return Flag{name, []string{fmt.Sprint(value)}}
}
