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
	case "start", "stop", "cap", "destroy":
		return scope{jail: args[jailAt(args)]}
	case "clone":
		return scope{jail: args[jailAt(args)], keeps: true, tag: tagIn(args[2:])}
	case "create":
		return scope{tag: tagIn(args[1:])}
	}
	return scope{host: true}
}

// jailAt returns the place of the jail's name among the words of a command, or -1
// if it names none.
func jailAt(args []string) int {
	switch {
	case args[0] == "start", args[0] == "stop", args[0] == "cap", args[0] == "clone":
		return 1
	case args[0] == "destroy", args[0] == "get" && len(args) == 3 && args[1] != "-r": // -f JAIL, PROPERTY JAIL
		return 2
	case args[0] == "exec": // -U USER JAIL
		return 3
	}
	return -1
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
