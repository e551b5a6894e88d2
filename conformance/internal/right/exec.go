package right

import (
	"regexp"
	"strings"
)

// userName is what may be the name of a user.
var userName = regexp.MustCompile(`^[a-z]+$`)

// execJail knows echo, and the commands whose output a seed tells.
func (h *host) execJail(s style, args object) object {
	for _, key := range []string{"jail", "user", "command"} {
		if !has(args, key) {
			return refusal(missingKeys)
		}
	}
	j := h.find(args["jail"].(string))
	printed, known := h.prints(args["command"].(string))
	switch {
	case j == nil && s.underJail:
		return success(object{"ERROR": " not found!"})
	case j == nil, j.jid == 0:
		return refusal("jexec: jail not found")
	case !userName.MatchString(args["user"].(string)), !known:
		return refusal("jexec: execvp: no such command")
	}
	return success(lines(strings.Split(strings.TrimSuffix(printed, "\n"), "\n")...))
}

// prints is what a command prints, if it is known.
func (h *host) prints(command string) (printed string, known bool) {
	words := strings.Fields(strings.ReplaceAll(command, `"`, ""))
	if len(words) > 0 && words[0] == "echo" {
		return strings.Join(words[1:], " "), true
	}
	printed, known = h.programs[command]
	return printed, known
}
