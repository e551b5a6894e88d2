package independent

import "strings"

// run is what a command prints, if its program is one of those that every jail has
// and it does not fail.
func run(user string, command []string) (printed string, known bool) {
	if len(command) == 0 {
		return "", false
	}
	switch words := command[1:]; command[0] {
	case "true":
		return "", true
	case "cat":
		return "", len(words) == 0
	case "echo":
		return strings.Join(words, " "), true
	case "whoami":
		return user, true
	case "sh":
		if len(words) == 2 && words[0] == "-c" {
			return run(user, split(words[1]))
		}
	}
	return "", false
}
