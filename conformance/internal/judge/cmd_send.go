package judge

import (
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdSend = Cmd{
	Name: "send", Args: "ID ACTION|NAMESPACE/NAME [MEMBER=TEXT | MEMBER:=JSON]...",
	Text:  "sends a request like ask, with this id, and does not wait.",
	least: 2, most: -1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		q := newQuestion(ts, args[1:])
		j.send(document.Message(args[0], q.namespace, q.name, q.args))
	},
}

var cmdReceive = Cmd{
	Name: "receive", Args: "ID",
	Text:  "waits for the reply to the request that send sent with this id. Replies may come in any order.",
	least: 1, most: 1,
	run: func(j *judge, _ *testscript.TestScript, args []string) {
		j.answer("", j.receive(args[0]))
	},
}

var cmdUnanswered = Cmd{
	Name: "unanswered", Args: "ID",
	Text:  "the request that send sent with this id has no reply yet, although a later request has one.",
	least: 1, most: 1,
	run: func(j *judge, _ *testscript.TestScript, args []string) {
		if s := j.session(); !s.open[args[0]] {
			j.differ("", "no reply with id "+args[0], document.Show(s.arrived[args[0]].document), "a request was answered that should not be")
		}
	},
}
