package judge

import (
	"bytes"
	"slices"
	"strings"
)

// A plain script asks in words for actions of sysadm/iocage, waits for each answer
// and judges it. It leaves nothing behind in the server, and on the host nothing
// that a reset does not take away: another check may follow it there, and in its
// sessions, for how it logged in is not what it judges.
//
// plainCommands are what such a script is made of, each with the arguments that it
// may have; nil is any.
var plainCommands = map[string]func(args []string) bool{
	"over": nil, "given": nil, "fresh": nil,
	"connect": func(args []string) bool {
		return len(args) == 0 || slices.Equal(args, []string{"noauth"}) || slices.Equal(args, []string{"as", "$OPERATOR", "$OPERATORWORD"})
	},
	"ask":    func(args []string) bool { return len(args) > 0 && !strings.Contains(args[0], "/") },
	"active": nil,
	"lever":  func(args []string) bool { return len(args) > 0 && args[0] == "fault" },
}

// plainLooks are the commands that look at the last reply, which must be that to a
// question.
var plainLooks = []string{
	"offered", "begins", "valid", "json", "every", "error", "refused", "status", "header", "keep", "uuid", "same", "keyed", "settings",
}

// notPlain are needs of checks that look at more than answers.
var notPlain = []string{"alone", "jobs", "outside", "elsewhere"}

// IsPlain reports whether a script with these needs is plain.
func IsPlain(script []byte, needs []string) bool {
	if slices.ContainsFunc(notPlain, func(word string) bool { return slices.Contains(needs, word) }) {
		return false
	}
	script, _, _ = bytes.Cut(script, []byte("\n-- ")) // what follows are its files
	if bytes.Contains(script, []byte("$TOKEN")) {
		return false
	}
	asked := false
	for line := range strings.Lines(string(script)) {
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		allows, known := plainCommands[words[0]]
		looks := asked && slices.Contains(plainLooks, words[0])
		if !looks && (!known || allows != nil && !allows(words[1:])) {
			return false
		}
		asked = words[0] == "ask" || words[0] == "active" || asked && words[0] != "connect"
	}
	return true
}
