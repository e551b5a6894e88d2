package judge

import (
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdRefused = Cmd{
	Name: "refused", Args: "ACTION [empty]",
	Text:  "the last reply is a refusal by iocage, in any form the rulings accept: a member error, a member ERROR under the jail, or an error reply with code 400; with empty, also an answer without any member. Nothing in it reports success. With --compat reference there may be other lines of iocage under the jail, or none, because the original server lost some.",
	least: 1, most: 2,
	run: func(j *judge, _ *testscript.TestScript, args []string) {
		if j.last.code() == "400" {
			return
		}
		pointer := "/args/" + args[0]
		places := document.Find(j.last.document, pointer)
		if len(places) == 0 {
			j.differ(pointer, "an answer with a member error, or an error with code 400", showReply(j.last), refusalIn(j.last))
		}
		answer, _ := places[0].Value.(map[string]any)
		accepted := leniency{empty: len(args) == 2 && args[1] == "empty", lines: j.of.Compat.ErrorsAsMembers}
		if !accepted.isRefusal(answer) {
			j.differ(pointer, "a member error, or ERROR under the jail", document.Show(places[0].Value), "the request was not refused")
		}
	},
}

// refusalIn says what a reply is that has no answer of the action.
func refusalIn(r reply) string {
	if code := r.code(); code != "" {
		return "the request was refused with code " + code
	}
	return "the request was not refused"
}

// A leniency says what may be a refusal beside an error.
type leniency struct {
	empty bool // an answer without any member
	lines bool // under the jail: lines of iocage that tell of nothing done, or none
}

// isRefusal reports whether the answer of an action says no, and only no. Beside
// its error it may repeat what was asked for.
func (l leniency) isRefusal(answer map[string]any) bool {
	if len(answer) == 0 {
		return l.empty && answer != nil
	}
	line, refused := answer["error"].(string)
	refused = refused && line != ""
	for name, value := range answer {
		lines, underJail := value.(map[string]any)
		_, isText := value.(string)
		switch {
		case name == "error":
		case underJail && (saysProgress(lines) || !l.lines && !saysError(lines)):
			return false
		case underJail:
			refused = refused || saysError(lines) || len(lines) == 0
		case name == "success" || !isText:
			return false
		}
	}
	return refused
}

// saysProgress reports whether the lines under a jail's name tell that something was
// done, or of the jail.
func saysProgress(lines map[string]any) bool {
	for line := range lines {
		if strings.HasPrefix(line, "*") || strings.HasPrefix(line, "+") || line == "host_hostuuid" {
			return true
		}
	}
	return false
}

// saysError reports whether the lines under a jail's name hold an ERROR.
func saysError(lines map[string]any) bool {
	message, ok := lines["ERROR"].(string)
	return ok && message != ""
}
