package judge

import (
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdPing = Cmd{
	Name: "ping", Args: "TEXT",
	Text:  "sends a ping over websocket and then asks rpc/query: a pong with this text comes before the reply.",
	least: 1, most: 1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		conn := j.connected(ts).conn
		j.noteSent([]byte("ping " + args[0]))
		if err := conn.Ping(j.ctx, args[0]); err != nil {
			j.broken("an open connection to send to", err)
		}
		for range pongPatience {
			j.ask(asking("rpc/query"))
			if conn.Ponged(args[0]) {
				return
			}
		}
		j.differ("", "a pong with the text "+document.Show(args[0]), "none, although later requests have been answered", "a ping is not answered")
	},
}

// pongPatience is how many requests may be answered before a ping: a server may
// write its pongs beside its replies.
const pongPatience = 3
