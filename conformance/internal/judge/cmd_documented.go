package judge

import (
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/documented"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

var cmdDocumented = Cmd{
	Name: "documented", Args: "EDITION/FILE",
	Text:  "sends a documented request and compares the reply with the documented one, as JSON: every member, every value, nothing more.",
	least: 1, most: 1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		x, err := documented.Read("contract/" + args[0] + ".json")
		if err != nil {
			ts.Fatalf("%v", err)
		}
		expected := x.Response.Message
		if j.session().over == REST {
			j.exchange(x.Action, probe.Request{Verb: x.Request.Verb, Path: x.Request.Path, Body: x.Request.Body})
			if status := j.last.http.Status; status != 200 {
				j.differ("", "HTTP status 200", showReply(j.last), "the request is not answered")
			}
			expected = x.Response.Body
		} else {
			j.callAs(x.Action, (*probe.Conn).Send, x.Request.Message)
		}
		if d := document.Compare(document.Parse(expected), j.last.document, ""); d != nil {
			j.differ(d.Pointer, d.Expected, d.Got, "the reply is not the documented one")
		}
	},
}
