package host

import (
	"path"
	"strconv"
	"strings"
)

// hook returns the command of exec_prestart or a similar property. An
// executable file of that name in the jail's folder takes precedence (source:
// lib/ioc-info of iocage, __findscript).
func (j *Jail) hook(property string) string {
	if command, ok := j.Scripts[strings.TrimPrefix(property, "exec_")]; ok {
		return command
	}
	return j.Get(property)
}

// RunHook runs exec_start or a similar property of the jail, and returns what
// it prints and its exit status.
func (j *Jail) RunHook(property string) (output string, status int) { return runHook(j.Get(property)) }

// runHook imitates the command in a jail's property. It knows true, false, echo
// and exit, also as the argument of `sh -c`. All other commands succeed
// silently.
func runHook(command string) (output string, status int) {
	words := strings.Fields(command)
	if len(words) == 0 {
		return "", 0
	}
	rest := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(command), words[0]))
	switch path.Base(words[0]) {
	case "false":
		return "", 1
	case "echo":
		return strings.Trim(rest, `"'`) + "\n", 0
	case "exit":
		status, _ := strconv.Atoi(rest)
		return "", status & 0xff
	case "sh":
		if script, ok := strings.CutPrefix(rest, "-c "); ok {
			return runHook(strings.Trim(strings.TrimSpace(script), `"'`))
		}
	}
	return "", 0
}
