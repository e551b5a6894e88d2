package judge

import (
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

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
