package judge

import (
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/outside"
)

var cmdElsewhere = Cmd{
	Name: "elsewhere", Args: "",
	Text:  "makes further connections come from 127.0.0.2. The header must say that the script needs this.",
	least: 0, most: 0,
	run: func(j *judge, ts *testscript.TestScript, _ []string) {
		j.mustNeed(ts, "elsewhere")
		j.server.From = outside.SecondLoopback
	},
}
