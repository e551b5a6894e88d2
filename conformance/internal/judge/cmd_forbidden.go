package judge

import (
	"maps"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

var cmdForbidden = Cmd{
	Name: "forbidden", Args: "KIND TEXT|@FILE",
	Text:  "sends frames over websocket that a client must not send, and right behind them this message: the server ends the connection and does not answer. KIND is " + strings.Join(slices.Sorted(maps.Keys(probe.Forbidden)), ", ") + ". The session continues with connect.",
	least: 2, most: 2,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		if probe.Forbidden[args[0]] == nil {
			ts.Fatalf("unknown kind of frames %q", args[0])
		}
		s, message := j.connected(ts), text(ts, args[1])
		j.noteSent([]byte("forbidden " + args[0]))
		j.noteSent(message)
		if s.conn.SendForbidden(j.ctx, args[0], message) == nil {
			j.hangsUp("the end of the connection, because of " + args[0])
		}
		s.closeWebSocket()
	},
}

// hangsUp reads the current session's connection to its end, before which nothing but
// events may come.
func (j *judge) hangsUp(expected string) {
	for {
		text, err := j.session().conn.Receive(j.ctx)
		if isTimeout(err) {
			j.differ("", expected, "an open connection", "the server goes on after what it must not accept")
		}
		if err != nil {
			return
		}
		a := arrive(text)
		j.noteArrival(a)
		if !a.isEvent() {
			j.differ("", expected, document.ShowText(text), "the server goes on after what it must not accept")
		}
	}
}
