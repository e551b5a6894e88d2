package judge

import "github.com/rogpeppe/go-internal/testscript"

var cmdBodiless = Cmd{
	Name: "bodiless", Args: "",
	Text: "the last HTTP reply has no content. Behind the answer to HEAD nothing comes until the connection ends: send that with http, as nobody and with Connection: close.",
	run: func(j *judge, _ *testscript.TestScript, _ []string) {
		if len(j.last.text) > 0 {
			j.differ("", "nothing behind the head", showReply(j.last), "the reply has content")
		}
	},
}
