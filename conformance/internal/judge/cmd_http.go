package judge

import "github.com/rogpeppe/go-internal/testscript"

var cmdHTTP = Cmd{
	Name: "http", Args: "LINE...",
	Text:  "sends exactly these lines over REST, separated by line breaks: the head of a request, an empty line and the body. Only the lines themselves can carry a login. Waits for the answer; answers of status 1xx are skipped.",
	least: 2, most: -1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		if j.over != REST {
			ts.Fatalf("http needs rest")
		}
		j.exchange("", rawRequest(ts, args))
	},
}
