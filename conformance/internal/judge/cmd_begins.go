package judge

import (
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

var cmdBegins = Cmd{
	Name: "begins", Args: "TEXT",
	Text:  "the text of the last reply begins with TEXT.",
	least: 1, most: 1,
	run: func(j *judge, _ *testscript.TestScript, args []string) {
		if text := string(j.last.text); !strings.HasPrefix(text, args[0]) {
			j.differ("", "a text that begins with "+args[0], showReply(j.last), "the text of the reply begins differently")
		}
	},
}
