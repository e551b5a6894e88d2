package judge

import (
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdSend = Cmd{
	Name: "send", Args: "ID " + questionArgs,
	Text:  "sends a request like ask, with this id, and does not wait.",
	least: 2, most: -1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		q := newQuestion(ts, args[1:])
		j.send(document.Message(args[0], q.namespace, q.name, q.args))
	},
}
