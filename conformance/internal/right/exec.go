package right

import (
	"regexp"
	"strings"
	"time"
)

// userName is what may be the name of a user.
var userName = regexp.MustCompile(`^[a-z]+$`)

// execJail knows the programs of every jail, and the commands whose output a seed tells.
func (h *host) execJail(s style, args object) object {
	for _, key := range []string{"jail", "user", "command"} {
		if !has(args, key) {
			return refusal(missingKeys)
		}
	}
	j := h.find(args["jail"].(string))
	printed, known := h.prints(args["user"].(string), args["command"].(string))
	switch {
	case j == nil && s.underJail:
		return success(object{"ERROR": " not found!"})
	case j == nil, j.jid == 0:
		return refusal("jexec: jail not found")
	case !userName.MatchString(args["user"].(string)), !known:
		return refusal("jexec: execvp: no such command")
	}
	return success(lines(strings.FieldsFunc(printed, func(c rune) bool { return c == '\n' })...))
}

// prints is what a command prints that a user runs, if it is known.
func (h *host) prints(user, command string) (printed string, known bool) {
	if printed, known = h.programs[command]; known {
		return printed, true
	}
	words := strings.Fields(strings.ReplaceAll(strings.TrimPrefix(command, "sh -c "), `"`, ""))
	switch {
	case len(words) == 0:
		return "", false
	case words[0] == "echo":
		return strings.Join(words[1:], " "), true
	case words[0] == "whoami":
		return user, true
	}
	return "", words[0] == "true" || words[0] == "sleep" || words[0] == "cat" && len(words) == 1
}

// sleeps is how long the command in a jail lasts that a request asks for, 0 if it asks
// for none that lasts.
func sleeps(request object) time.Duration {
	args, _ := argsIn(request).(object)
	command, _ := args["command"].(string)
	seconds, found := strings.CutPrefix(command, "sleep ")
	if !found || args["action"] != "execjail" {
		return 0
	}
	length, _ := time.ParseDuration(seconds + "s")
	return length
}
