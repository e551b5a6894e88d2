package judge

import (
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

var cmdCall = Cmd{
	Name: "call", Args: "TEXT|@FILE",
	Text:  "sends exactly these bytes as one WebSocket message and waits for the reply with the same id or, if there is no readable id, for the next message.",
	least: 1, most: 1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		j.callAs("", (*probe.Conn).Send, text(ts, args[0]))
	},
}
