package judge

import (
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

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
