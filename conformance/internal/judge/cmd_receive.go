package judge

import "github.com/rogpeppe/go-internal/testscript"

var cmdReceive = Cmd{
	Name: "receive", Args: "ID",
	Text:  "waits for the reply to the request that send sent with this id. Replies may come in any order.",
	least: 1, most: 1,
	run: func(j *judge, _ *testscript.TestScript, args []string) {
		j.answer("", j.receive(args[0]))
	},
}
