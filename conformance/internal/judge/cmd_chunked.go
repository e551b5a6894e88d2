package judge

import (
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

var cmdChunked = Cmd{
	Name: "chunked", Args: "VERB PATH TEXT|@FILE",
	Text:  "as rest, but sends the body in two chunks.",
	least: 3, most: 3,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		j.exchange("", probe.Request{Verb: args[0], Path: args[1], Body: text(ts, args[2]), Chunked: true})
	},
}
