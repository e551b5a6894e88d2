package judge

import "github.com/rogpeppe/go-internal/testscript"

var cmdSession = Cmd{
	Name: "session", Args: "NAME",
	Text:  "chooses the client that sends the following requests, over the transport that it last used. A script begins as first.",
	least: 1, most: 1,
	run: func(j *judge, _ *testscript.TestScript, args []string) {
		j.name = args[0]
	},
}
