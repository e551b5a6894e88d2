package judge

import (
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdSilent = Cmd{
	Name: "silent", Args: "NAME [JOB]",
	Text:  "asks rpc/query: by the time of the reply no further event of this name, or about this job, has come to the session.",
	least: 1, most: 2,
	run: func(j *judge, _ *testscript.TestScript, args []string) {
		job := ""
		if len(args) == 2 {
			job = args[1]
		}
		j.askQuery()
		if event := j.takeEvent(args[0], job); event.text != nil {
			j.answer("", event)
			j.differ("", "no further event of "+args[0], showReply(j.last), "an event came that should not")
		}
	},
}

// askQuery asks rpc/query: by the time of its reply, whatever was sent to the session
// before has come.
func (j *judge) askQuery() {
	id := j.nextID()
	j.send(document.Message(id, "rpc", "query", map[string]any{}))
	j.receive(id)
}
