package judge

import (
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

var cmdBinary = Cmd{
	Name: "binary", Args: "TEXT|@FILE",
	Text:  "as call, but sends a binary message.",
	least: 1, most: 1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		message := text(ts, args[0])
		j.sendAs((*probe.Conn).SendBinary, message)
		// The reply may be the answer or an error that could not read the id.
		j.answer("", j.receive(""))
	},
}
