package model

import "strings"

// judgeCap asks for the documented sentence. The original server answered
// nothing where iocage said anything.
func judgeCap(a asked) *Breach {
	name, _ := a.request.text("jail")
	_, finding := a.resolve(name)
	switch {
	case finding == absent:
		return a.refuse("a jail that does not exist is not capped")
	case finding == unclear, a.compat.EmptyRefusals && a.refused():
		return nil
	}
	return a.sentence("jail " + name + " capped.")
}

// judgeExec knows what echo and false do; of other commands nothing is promised.
func judgeExec(a asked) *Breach {
	name, _ := a.request.text("jail")
	user, _ := a.request.text("user")
	command, _ := a.request.text("command")
	j, finding := a.resolve(name)
	switch {
	case finding == absent:
		return a.silent("no command runs in a jail that does not exist")
	case finding == unclear, j.State == "":
		return nil
	case j.State == "down":
		return a.silent("no command runs in a jail that is down")
	case user != "root" || strings.ContainsFunc(command, func(r rune) bool { return isControl(r) || strings.ContainsRune(`"'\$;|&`, r) }):
		return nil
	}
	words := strings.Fields(command)
	switch {
	case len(words) > 1 && words[0] == "echo":
		return a.printed(strings.Join(words[1:], " "))
	case len(words) == 1 && (words[0] == "false" || words[0] == "no-such-program"):
		return a.silent("a command that fails is an error")
	}
	return nil
}

// silent asks for a refusal of a server that follows the documents; of another,
// that nothing was printed by echo.
func (a asked) silent(rule string) *Breach {
	command, _ := a.request.text("command")
	said, _ := a.success()
	lines, _ := texts(said)
	text := strings.TrimPrefix(command, "echo ")
	if a.compat.LooseArguments && !has(lines, text) {
		return nil
	}
	return a.mustRefuse(rule)
}

// printed asks for a line of output, cut at its first colon.
func (a asked) printed(text string) *Breach {
	said, _ := a.success()
	lines, ok := texts(said)
	name, rest, _ := strings.Cut(text, ":")
	if got, there := lines[name]; ok && there && strings.TrimSpace(got) == strings.TrimSpace(rest) && len(lines) == 1 {
		return nil
	}
	return a.breach("execjail answers each line that the command printed as a member", "{\"success\": {%q: %q}}", name, rest)
}
