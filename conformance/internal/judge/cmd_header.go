package judge

import (
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdHeader = Cmd{
	Name: "header", Args: "NAME OP [VALUE...]",
	Text:  "a header of the last HTTP reply meets the condition, as in json. Protocol is the version in the status line.",
	least: 2, most: -1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		if j.last.over != REST {
			ts.Fatalf("header needs an HTTP reply: use rest, or ask over rest")
		}
		var places []document.Place
		if got := j.last.http.Header.Values(args[0]); len(got) > 0 {
			places = append(places, document.Place{Pointer: args[0], Value: strings.Join(got, ", ")})
		}
		if args[0] == "Protocol" {
			places = []document.Place{{Pointer: args[0], Value: j.last.http.Proto}}
		}
		j.hold(ts, places, args[0], args[1], args[2:])
	},
}
