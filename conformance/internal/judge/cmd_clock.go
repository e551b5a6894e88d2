package judge

import (
	"net/http"

	"github.com/rogpeppe/go-internal/testscript"
)

var cmdClock = Cmd{
	Name: "clock", Args: "NAME",
	Text:  "sets $NAME to the time at which the last HTTP reply was sent, by the clock of the host: its header Date. If it has none the check is skipped.",
	least: 1, most: 1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		if j.last.over != REST {
			ts.Fatalf("clock needs an HTTP reply: use rest, or ask over rest")
		}
		told := j.last.http.Header.Get("Date")
		if _, err := http.ParseTime(told); err != nil {
			j.skip("the server does not tell the time of its host in a header Date")
		}
		ts.Setenv(args[0], told)
	},
}
