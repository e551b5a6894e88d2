package judge

import "github.com/rogpeppe/go-internal/testscript"

var cmdCall = Cmd{
	Name: "call", Args: "TEXT|@FILE",
	Text:  "sends exactly these bytes as one WebSocket message and waits for the reply with the same id; for what has no readable id, for the next message.",
	least: 1, most: 1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		message := text(ts, args[0])
		j.send(message)
		id, _ := arrive(message).id()
		j.answer("", j.receive(id))
	},
}
