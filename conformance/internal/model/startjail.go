package model

import (
	"fmt"
	"strings"
)

func judgeStart(a asked) *Breach { return judgeTurn(a, "up", "* Starting ") }

func judgeStop(a asked) *Breach { return judgeTurn(a, "down", "* Stopping ") }

// judgeTurn judges what brings a jail into a state: progress if it was in the
// other one, INFO if not.
func judgeTurn(a asked, state, first string) *Breach {
	name, _ := a.request.text("jail")
	j, finding := a.resolve(name)
	switch {
	case finding == unclear:
		a.reopen()
		return nil
	case finding == absent:
		return a.loosely("a jail that does not exist neither starts nor stops")
	case j.State == "":
		a.change(j, func(j *Jail) { j.JID = "" })
		return nil
	case j.State == state:
		return a.already(j, name, state)
	case j.Fragile && state == "up" && (a.refused() || a.compat.ErrorsAsMembers && a.tellsFailure(name)):
		a.change(j, func(j *Jail) { j.State, j.JID = "", "" }) // it may be up in part
		return nil
	}
	if answer, ok := a.reply.answer(a.rule.action); !ok || len(answer) != 1 || !progress(answer[name], first, j) {
		return a.breach("the answer is the progress of iocage, which names the jail", "{%q: {%q: \"\", …}}", name, line(first, j))
	}
	a.change(j, func(j *Jail) { j.State, j.JID = state, jidOf(state) })
	return nil
}

// tellsFailure reports whether iocage's lines say that a step of the start failed,
// which the original server passed on like any other line.
func (a asked) tellsFailure(name string) bool {
	answer, _ := a.reply.answer(a.rule.action)
	lines, _ := texts(answer[name])
	for text := range lines {
		if strings.HasPrefix(text, "! ") && strings.HasSuffix(text, "FAILED") {
			return true
		}
	}
	return false
}

// jidOf is the one of a jail that is down; the next list tells that of one
// that is up.
func jidOf(state string) string {
	if state == "down" {
		return "-"
	}
	return ""
}

// already asks for the documented INFO and nothing beside it.
func (a asked) already(j Jail, name, state string) *Breach {
	want := fmt.Sprintf("%s (%s) is already %s", j.UUID, j.Tag, state)
	answer, _ := a.reply.answer(a.rule.action)
	lines, ok := texts(answer[name])
	if got, said := lines["INFO"]; ok && said && len(lines) == 1 && a.same(want, strings.TrimSpace(got)) {
		return nil
	}
	return a.breach("a jail that is up or down already is answered with INFO alone", "{%q: {\"INFO\": %q}}", name, " "+want)
}

// line is iocage's first line, cut at its first colon, which a tag may hold.
func line(first string, j Jail) string {
	text := first + j.UUID + " (" + j.Tag + ")"
	cut, _, _ := strings.Cut(text, ":")
	return cut
}

// progress reports lines of which one names the jail and none tells of an error.
func progress(value any, first string, j Jail) bool {
	lines, ok := texts(value)
	named := false
	for text := range lines {
		if strings.HasPrefix(text, "* ") && !strings.HasPrefix(text, first+j.UUID) {
			return false // another jail
		}
		named = named || j.Tag != "" && text == line(first, j) || j.Tag == "" && strings.HasPrefix(text, first+j.UUID)
	}
	return ok && named && !has(lines, "ERROR") && !has(lines, "INFO") && !has(lines, "error")
}
