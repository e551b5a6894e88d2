package judge

import (
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdRefused = Cmd{
	Name: "refused", Args: "ACTION [empty]",
	Text:  "the last reply is a refusal by iocage, in any form the rulings accept: a member error, a member ERROR under the jail, or an error reply with code 400; with empty, also an answer without any member. Nothing in it reports success.",
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
		emptyAllowed := len(args) == 2 && args[1] == "empty"
		if !isRefusal(answer, emptyAllowed) {
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

// isRefusal reports whether the answer of an action says no, and only no. Beside
// its error it may repeat what was asked for.
func isRefusal(answer map[string]any, emptyAllowed bool) bool {
	if len(answer) == 0 {
		return emptyAllowed && answer != nil
	}
	line, refused := answer["error"].(string)
	refused = refused && line != ""
	for name, value := range answer {
		lines, underJail := value.(map[string]any)
		_, isText := value.(string)
		switch {
		case name == "error":
		case underJail && saysError(lines):
			refused = true
		case underJail || name == "success" || !isText:
			return false
		}
	}
	return refused
}

// saysError reports whether the lines under a jail's name hold an ERROR and no
// line of progress.
func saysError(lines map[string]any) bool {
	for line := range lines {
		if strings.HasPrefix(line, "*") || strings.HasPrefix(line, "+") || line == "host_hostuuid" {
			return false
		}
	}
	message, ok := lines["ERROR"].(string)
	return ok && message != ""
}
