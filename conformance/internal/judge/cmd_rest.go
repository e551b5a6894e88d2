package judge

import (
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

var cmdRest = Cmd{
	Name: "rest", Args: "VERB PATH [TEXT|@FILE [TYPE]]",
	Text:  "sends an HTTP/1.1 request with exactly this body, declared as TYPE or as application/json, as the session's user and waits for the answer.",
	least: 2, most: 4,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		q := probe.Request{Verb: args[0], Path: args[1]}
		if len(args) > 2 {
			q.Body = text(ts, args[2])
		}
		if len(args) > 3 {
			q.Type = args[3]
		}
		j.exchange("", q)
		j.last.asked = askedIn(q)
	},
}

// askedIn is the question that a request asks in words, or nil.
func askedIn(q probe.Request) *question {
	args, _ := document.Parse(q.Body).(map[string]any)
	action, _ := args["action"].(string)
	if q.Path != "/sysadm/iocage" || action == "" {
		return nil
	}
	asked := asking(action)
	asked.args = args
	return &asked
}

var cmdChunked = Cmd{
	Name: "chunked", Args: "VERB PATH TEXT|@FILE",
	Text:  "as rest, but sends the body in two chunks.",
	least: 3, most: 3,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		j.exchange("", probe.Request{Verb: args[0], Path: args[1], Body: text(ts, args[2]), Chunked: true})
	},
}

var cmdStatus = Cmd{
	Name: "status", Args: "CODE...",
	Text:  "the HTTP status of the last reply, or of the WebSocket handshake after connect, is one of these.",
	least: 1, most: -1,
	run: func(j *judge, _ *testscript.TestScript, args []string) {
		if got := strconv.Itoa(j.last.http.Status); !slices.Contains(args, got) {
			j.differ("", strings.Join(args, " or "), got, "the HTTP status is wrong")
		}
	},
}

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
