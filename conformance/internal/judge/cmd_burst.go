package judge

import (
	"slices"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdBurst = Cmd{
	Name: "burst", Args: "COUNT " + questionArgs,
	Text:  "sends COUNT requests like ask over websocket, and reads nothing meanwhile. Each is answered once, with a reply or with error 429 or 503.",
	least: 2, most: -1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		count, err := strconv.Atoi(args[0])
		if err != nil || count < 1 {
			j.command.misused(ts)
		}
		q := newQuestion(ts, args[1:])
		var ids []string
		for range count {
			ids = append(ids, j.nextID())
			j.send(document.Message(ids[len(ids)-1], q.namespace, q.name, q.args))
		}
		for _, id := range ids {
			j.answer(q.action, j.receive(id))
			if code := j.last.code(); code != "" && !slices.Contains([]string{"429", "503"}, code) {
				j.differ("", "a reply, or error 429 or 503", showReply(j.last), "one of many requests at once is answered with another error")
			}
		}
	},
}
