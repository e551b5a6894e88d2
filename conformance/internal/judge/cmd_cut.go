package judge

import (
	"fmt"

	"github.com/rogpeppe/go-internal/testscript"
)

var cmdCut = Cmd{
	Name: "cut", Args: "TEXT | LINE...",
	Text:  "sends the beginning of a request, and no more ever after: over websocket this text, in a frame that says that more will come; over REST these lines as in http. The server ends the connection, over REST perhaps with an error before it, and answers nothing else. Over websocket the session continues with connect.",
	least: 1, most: -1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		if j.session().over == REST {
			j.cutRequest(ts, args)
			return
		}
		if len(args) > 1 {
			j.command.misused(ts)
		}
		s := j.connected(ts)
		j.noteSent([]byte(args[0]))
		if s.conn.SendCut(j.ctx, []byte(args[0])) == nil {
			j.hangsUp("the end of the connection, without an answer to what is incomplete")
		}
		s.closeWebSocket()
	},
}

func (j *judge) cutRequest(ts *testscript.TestScript, lines []string) {
	q := rawRequest(ts, lines)
	j.noteRequest(q)
	got, answered, err := j.server.Cut(j.ctx, q)
	if err != nil {
		j.lost(err)
	}
	j.reached = true
	if !answered {
		return
	}
	j.noteReply(got)
	if got.Status < 400 {
		j.differ("", "an error, or the end of the connection", fmt.Sprintf("HTTP status %d", got.Status), "an incomplete request is carried out")
	}
}
