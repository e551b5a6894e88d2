package judge

import "github.com/rogpeppe/go-internal/testscript"

var cmdGoodbye = Cmd{
	Name: "goodbye", Args: "",
	Text: "sends a close frame over websocket, which the server answers before the connection ends. The session continues with connect.",
	run: func(j *judge, ts *testscript.TestScript, _ []string) {
		s := j.connected(ts)
		j.noteSent([]byte("goodbye 1000"))
		if err := s.conn.Goodbye(j.ctx); err != nil {
			j.broken("a goodbye in return", err)
		}
		s.closeWebSocket()
	},
}
