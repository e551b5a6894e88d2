package judge

import (
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdArrived = Cmd{
	Name: "arrived", Args: "NAME",
	Text:  "an event of this name has come to the session, before the last reply or right behind it: by the time of a reply of rpc/query, which is asked if need be. It becomes the last reply. If there is none, or it says null, the check is skipped: nothing has happened on this host yet.",
	least: 1, most: 1,
	run: func(j *judge, _ *testscript.TestScript, args []string) {
		event := j.takeEvent(args[0], "")
		if event.text == nil {
			j.askQuery()
			event = j.takeEvent(args[0], "")
		}
		if told := document.Find(event.document, "/args"); len(told) == 0 || told[0].Value == nil {
			j.skip("the host has had no event " + args[0] + " yet")
		}
		j.answer("", event)
	},
}
