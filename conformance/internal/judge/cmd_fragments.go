package judge

import (
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

var cmdFragments = Cmd{
	Name: "fragments", Args: "TEXT|@FILE",
	Text:  "as call, but sends the message in three frames, with a ping before the last of them.",
	least: 1, most: 1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		j.callAs("", (*probe.Conn).SendFragments, text(ts, args[0]))
	},
}
