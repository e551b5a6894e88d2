package judge

import (
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// A Cmd is a command that scripts may use.
type Cmd struct {
	Name string

	// Args is how its arguments are written, and Text what it promises.
	Args, Text string

	// least and most bound the number of arguments; most -1 is no bound.
	least, most int

	run func(j *judge, ts *testscript.TestScript, args []string)
}

// Cmds is the one list of the commands of scripts, in the order in which a
// script uses them. scripts/README.md is written from it.
var Cmds = []Cmd{
	cmdOver, cmdSession, cmdElsewhere, cmdConnect, cmdForget, cmdGiven, cmdFresh, cmdKey, cmdSigned,
	cmdAsk, cmdCall, cmdBinary, cmdFragments, cmdSend, cmdReceive, cmdUnanswered, cmdBurst, cmdPing, cmdGoodbye, cmdForbidden,
	cmdRest, cmdChunked, cmdHTTP, cmdPipelined, cmdCut, cmdLever, cmdHarm, cmdTLS, cmdDocumented,
	cmdOffered, cmdArrived, cmdEvent, cmdEnds, cmdPrinted, cmdSilent,
	cmdBegins, cmdValid, cmdJSON, cmdEvery, cmdError, cmdRefused, cmdStatus, cmdHeader, cmdClock, cmdBodiless,
	cmdKeep, cmdUUID, cmdSame, cmdDiffer, cmdKeyed, cmdActive, cmdSettings, cmdPools,
}

// scriptCommands are the commands as testscript calls them.
func scriptCommands() map[string]func(*testscript.TestScript, bool, []string) {
	commands := make(map[string]func(*testscript.TestScript, bool, []string), len(Cmds))
	for _, c := range Cmds {
		commands[c.Name] = c.call
	}
	return commands
}

// call checks the arguments, runs the command, and ends the script when the
// command has noted the outcome of the check.
func (c Cmd) call(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("%s cannot be negated with !", c.Name)
	}
	if len(args) < c.least || c.most >= 0 && len(args) > c.most {
		c.misused(ts)
	}
	j := ts.Value(judgeKey{}).(*judge)
	j.command = c
	if j.halts(func() { c.run(j, ts, args) }) {
		ts.Fatalf("%s", j.trace.redact(j.stopped.sentence()))
	}
}

// misused ends the script, which does not write the command as Args says.
func (c Cmd) misused(ts *testscript.TestScript) { ts.Fatalf("usage: %s %s", c.Name, c.Args) }

// mustNeed ends the script unless its header has these words: without them the check
// would be run where the command is of no use.
func (j *judge) mustNeed(ts *testscript.TestScript, words ...string) {
	for _, word := range words {
		if !j.of.needs(word) {
			ts.Fatalf("the header must say: # needs: %s", strings.Join(words, " "))
		}
	}
}

// connected returns the current session, and ends the script unless that has a
// connection over websocket.
func (j *judge) connected(ts *testscript.TestScript) *session {
	s := j.session()
	if s.over != WebSocket || s.conn == nil {
		ts.Fatalf("%s needs a connection over websocket", j.command.Name)
	}
	return s
}

// halts calls f and reports whether it ended the check.
func (j *judge) halts(f func()) (halted bool) {
	defer func() {
		if r := recover(); r != nil {
			if r != (halt{}) {
				panic(r)
			}
			halted = true
		}
	}()
	f()
	return false
}

// text returns an argument that is the text of a message or names a file of
// the script that holds it. The final newline of a file is no part of it.
func text(ts *testscript.TestScript, arg string) []byte {
	if name, ok := strings.CutPrefix(arg, "@"); ok {
		return []byte(strings.TrimSuffix(ts.ReadFile(name), "\n"))
	}
	return []byte(arg)
}
