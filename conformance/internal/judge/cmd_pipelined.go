package judge

import (
	"fmt"
	"net/http"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

var cmdPipelined = Cmd{
	Name: "pipelined", Args: "ACTION...",
	Text:  "sends requests for these actions of sysadm/iocage over REST in one write, as the session's user. The answers come in this order, until the server ends the connection: each holds its action or, if the edition has no such action, is error 400.",
	least: 2, most: -1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		if j.session().over != REST {
			ts.Fatalf("pipelined needs rest")
		}
		requests := j.requestsFor(args)
		replies, err := j.server.Pipeline(j.ctx, requests)
		for i, got := range replies {
			j.answers(args[i], got)
		}
		if err != nil {
			j.lost(err)
		}
	},
}

// requestsFor asks for actions as the current session's user.
func (j *judge) requestsFor(actions []string) (requests []probe.Request) {
	s := j.session()
	for _, action := range actions {
		q := probe.Request{Verb: http.MethodPut, Path: "/sysadm/iocage", User: s.user, Password: s.password, Body: asking(action).body()}
		j.noteRequest(q)
		requests = append(requests, q)
	}
	return requests
}

// answers fails the check if this is no answer to a request for the action.
func (j *judge) answers(action string, got probe.Reply) {
	j.reached = true
	a := j.noteReply(got)
	expected := http.StatusOK
	if !j.of.Edition.Offers(action) {
		expected = http.StatusBadRequest
	}
	if got.Status != expected {
		j.differ("", fmt.Sprintf("HTTP status %d, for %s", expected, action), fmt.Sprintf("HTTP status %d", got.Status), "an answer belongs to another request")
	}
	if at := "/args/" + document.Escape(action); expected == http.StatusOK && len(document.Find(a.document, at)) == 0 {
		j.differ(at, "the answer to "+action, document.ShowText(got.Body), "an answer belongs to another request")
	}
}
