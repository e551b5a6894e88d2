package judge

import "github.com/rogpeppe/go-internal/testscript"

var cmdOver = Cmd{
	Name: "over", Args: "websocket|rest",
	Text:  "chooses the transport of the current session. Each begins over $TRANSPORT.",
	least: 1, most: 1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		if args[0] != WebSocket && args[0] != REST {
			j.command.misused(ts)
		}
		j.mustNeed(ts, args[0])
		j.session().over = args[0]
	},
}
