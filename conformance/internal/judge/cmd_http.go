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
		words := strings.Fields(args[0])
		if j.over != REST || len(words) != 3 {
			ts.Fatalf("http needs rest, and a first line such as PUT /sysadm/iocage HTTP/1.1")
		}
		j.exchange("", probe.Request{Verb: words[0], Path: words[1], Raw: []byte(strings.Join(args, "\r\n"))})
	},
}
