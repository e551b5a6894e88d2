package judge

import "github.com/rogpeppe/go-internal/testscript"

var cmdKeep = Cmd{
	Name: "keep", Args: "NAME [PATH]",
	Text:  "stores the last reply, or its one value at the path. A text is then also the value of $NAME.",
	least: 1, most: 2,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		path := ""
		if len(args) == 2 {
			path = args[1]
		}
		places := j.places(path)
		if len(places) != 1 {
			j.differ(path, "one value", showReply(j.last), "a value is missing")
		}
		j.kept[args[0]] = keepsake{places[0].Value, path, j.last.asked}
		if value, ok := places[0].Value.(string); ok {
			ts.Setenv(args[0], value)
		}
	},
}
