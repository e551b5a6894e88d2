package iocage

import "strings"

// A kind is how a command may run beside others.
type kind int

const (
	// changing commands take turns: see turns.
	changing kind = iota

	// reading commands leave the host as it is, and are shared: see reads.
	reading

	// visiting commands do in a jail what a user of it wants, for as long as
	// that takes. They wait for nobody, and nobody waits for them: a jail whose
	// command hangs can still be stopped.
	visiting

	kinds // how many there are
)

// kindOf sorts the commands. One that is not named here changes the host.
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

// scopeOf tells what a changing command touches. One that is not named here may
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

// scopeOfJail is that of one jail; a name with a blank may be read as several
// (see hasWord).
func scopeOfJail(name string) scope {
	if strings.Contains(name, " ") {
		return scope{host: true}
	}
	return scope{jail: name}
}

// tagIn is the tag among words NAME=VALUE. Of several, iocage takes the last.
func tagIn(words []string) (tag string) {
	for _, word := range words {
		if value, found := strings.CutPrefix(word, "tag="); found {
			tag = value
		}
	}
	return tag
}
