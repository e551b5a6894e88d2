package judge

import (
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

var cmdHTTP = Cmd{
	Name: "http", Args: "LINE...",
	Text:  "sends exactly these lines over REST, separated by line breaks: the head of a request, an empty line and the body. Only the lines themselves can carry a login. Waits for the answer; answers of status 1xx are skipped.",
	least: 2, most: -1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		if j.session().over != REST {
			ts.Fatalf("http needs rest")
		}
		j.exchange("", rawRequest(ts, args))
	},
}

// rawRequest is one that consists of lines, the first of which tells what it is.
func rawRequest(ts *testscript.TestScript, lines []string) probe.Request {
	words := strings.Fields(lines[0])
	if len(words) != 3 {
		ts.Fatalf("the first line must be such as PUT /sysadm/iocage HTTP/1.1")
	}
	return probe.Request{Verb: words[0], Path: words[1], Raw: []byte(strings.Join(lines, "\r\n"))}
}
