package model

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// asked is a request with its answer, before the rule of its action.
type asked struct {
	*World
	rule    rule
	request Request
	reply   Reply
}

// breach tells what an answer should have been.
func (a asked) breach(rule, format string, args ...any) *Breach {
	return &Breach{
		Rule: rule, Section: fmt.Sprintf("%q, class sysadm/iocage", a.rule.section),
		Expected: fmt.Sprintf(format, args...), Got: shorten(a.reply.Text),
	}
}

// refusedWhole asks for error 400 in place of an answer.
func refusedWhole(r Reply, rule, section string) *Breach {
	if r.Code == 400 {
		return nil
	}
	return &Breach{Rule: rule, Section: section, Expected: "error 400", Got: shorten(r.Text)}
}

// mustRefuse asks for a refusal.
func (a asked) mustRefuse(rule string) *Breach {
	if a.refused() {
		return nil
	}
	return a.breach(rule, "a refusal, as {%q: {\"error\": …}}", a.rule.action)
}

// refused reports whether iocage would not, in any form that the rulings
// accept, and nothing in the answer tells of success.
func (a asked) refused() bool {
	if a.reply.Code != 200 {
		return a.reply.Code == 400
	}
	answer, ok := a.reply.answer(a.rule.action)
	if !ok {
		return false
	}
	if len(answer) == 0 {
		return a.compat.EmptyRefusals
	}
	for name, value := range answer {
		line, isText := value.(string)
		if name == "error" && isText && line != "" {
			continue
		}
		jail, _ := a.request.text("jail")
		anyLines := a.compat.ErrorsAsMembers && strings.HasSuffix(a.rule.section, " a Jail")
		if under, ok := value.(map[string]any); !ok || name != jail || !saysError(under, anyLines) {
			return false
		}
	}
	return true
}

// saysError reports whether lines of iocage hold an ERROR and no progress. The
// original server passed on whatever iocage refused with: then it is enough
// that the jail does not start or stop.
func saysError(lines map[string]any, anyLines bool) bool {
	for line := range lines {
		if strings.HasPrefix(line, "*") || line == "host_hostuuid" || line == "INFO" {
			return false
		}
	}
	message, _ := lines["ERROR"].(string)
	return anyLines || message != ""
}

// Refuses reports an answer that says no, in any form that the rulings accept.
func (w *World) Refuses(q Request, r Reply) bool {
	rule, _ := w.find(q.Action())
	return asked{World: w, rule: rule, request: q, reply: r}.refused()
}

// success is what the answer says under success, and that it says nothing of
// an error.
func (a asked) success() (any, bool) {
	answer, ok := a.reply.answer(a.rule.action)
	said, there := answer["success"]
	_, failed := answer["error"]
	return said, ok && there && !failed && a.reply.Code == 200
}

// sentence asks for one sentence under success and nothing else.
func (a asked) sentence(want string) *Breach {
	said, ok := a.success()
	if answer, _ := a.reply.answer(a.rule.action); ok && said == want && len(answer) == 1 {
		return nil
	}
	return a.breach("a success is answered with the documented sentence", "{\"success\": %q}", want)
}

// missing reports whether a key is missing, and the breach if the answer does
// not say so.
func (a asked) missing() (bool, *Breach) {
	for _, key := range a.rule.keys {
		if _, given := a.request.text(key); !given {
			return true, a.mustRefuse("a request without " + key + " is refused")
		}
	}
	return false, nil
}

// usable is what may be a name at all (ruling 9).
func usable(name string) bool {
	return name != "" && !strings.HasPrefix(name, "-") && !strings.ContainsFunc(name, isControl)
}

func isControl(r rune) bool { return r < 0x20 || r == 0x7f }

var uuidPattern = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// isUUID reports whether a text is one, and nothing else.
func isUUID(text string) bool { return uuidPattern.FindString(text) == text && text != "" }

// texts returns an object all of whose members are texts.
func texts(value any) (map[string]string, bool) {
	object, ok := value.(map[string]any)
	found := map[string]string{}
	for name, member := range object {
		text, isText := member.(string)
		if !isText {
			return nil, false
		}
		found[name] = text
	}
	return found, ok
}

// has reports whether an object has these members.
func has(object map[string]string, names ...string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { _, ok := object[name]; return !ok })
}

// shorten keeps a message readable.
func shorten(text string) string {
	if runes := []rune(text); len(runes) > 600 {
		return string(runes[:600]) + "…"
	}
	return text
}
