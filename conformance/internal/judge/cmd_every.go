package judge

import "github.com/rogpeppe/go-internal/testscript"

var cmdEvery = Cmd{
	Name: "every", Args: "PATH OP [VALUE...]",
	Text:  "as json, but there need not be any value.",
	least: 2, most: -1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		if places := j.places(args[0]); len(places) > 0 {
			j.hold(ts, places, args[0], args[1], args[2:])
		}
	},
}
