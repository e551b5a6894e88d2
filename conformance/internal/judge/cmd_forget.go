package judge

import "github.com/rogpeppe/go-internal/testscript"

var cmdForget = Cmd{
	Name: "forget", Args: "",
	Text: "continues the session over REST without a login, on the connection of its last request if the server has left that open.",
	run: func(j *judge, ts *testscript.TestScript, _ []string) {
		s := j.session()
		if s.over != REST || s.rest == nil {
			ts.Fatalf("forget needs a session of the user of the run, over rest")
		}
		s.user, s.password = "", ""
	},
}
