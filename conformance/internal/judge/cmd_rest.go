package judge

import (
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

var cmdRest = Cmd{
	Name: "rest", Args: "VERB PATH [TEXT|@FILE [TYPE]]",
	Text:  "sends an HTTP/1.1 request with exactly this body, declared as TYPE or as application/json, as the session's user and waits for the answer.",
	least: 2, most: 4,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		q := probe.Request{Verb: args[0], Path: args[1]}
		if len(args) > 2 {
			q.Body = text(ts, args[2])
		}
		if len(args) > 3 {
			q.Type = args[3]
		}
		j.exchange("", q)
		j.last.asked = askedIn(q)
	},
}

// askedIn is the question that a request asks in words, or nil.
func askedIn(q probe.Request) *question {
	args, _ := document.Parse(q.Body).(map[string]any)
	action, _ := args["action"].(string)
	if q.Path != "/sysadm/iocage" || action == "" {
		return nil
	}
	return &question{namespace: "sysadm", name: "iocage", action: action, args: args}
}
