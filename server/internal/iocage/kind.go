package iocage

import "strings"

// A kind says how a command may run beside others.
type kind int

const (
	// changing commands wait for their turn: see turns.
	changing kind = iota

	// reading commands leave the host unchanged, and share runs: see reads. (Every
	// command of the Python program may make a pool active first; it makes no
	// difference which one does.)
	reading

	// visiting commands run a user's command in a jail, for any length of time.
	// They wait for no other command, and none waits for them: a jail whose
	// command hangs can still be stopped.
	visiting

	kinds // the number of kinds
)

// kindOf returns the kind of a command. A command not named here changes the
// host.
func kindOf(args []string) kind {
	switch args[0] {
	case "list", "get", "defaults", "df":
		return reading
	case "exec":
		return visiting
	case "activate":
		if len(args) == 1 { // asks which pool is active
			return reading
		}
	}
	return changing
}

// scopeOf returns what a changing command touches. A command not named here may
// touch every jail, as `activate`, `deactivate` and `clean` do.
func scopeOf(args []string) scope {
	switch args[0] {
	case "start", "stop", "cap":
		return scopeOfJail(args[1])
	case "destroy": // -f JAIL
		return scopeOfJail(args[2])
	case "clone":
		return scope{jail: args[1], keeps: true, tag: tagIn(args[2:])}
	case "create":
		return scope{tag: tagIn(args[1:])}
	}
	return scope{host: true}
}

// scopeOfJail is the scope of one jail. A name with a blank may be read as
// several names (see hasWord).
func scopeOfJail(name string) scope {
	if strings.Contains(name, " ") {
		return scope{host: true}
	}
	return scope{jail: name}
}

// tagIn returns the tag among words NAME=VALUE. If there are several, iocage
// takes the last.
func tagIn(words []string) (tag string) {
	for _, word := range words {
		if value, found := strings.CutPrefix(word, "tag="); found {
			tag = value
		}
	}
	return tag
}
