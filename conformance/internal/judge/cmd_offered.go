package judge

import (
	"slices"

	"github.com/rogpeppe/go-internal/testscript"
)

var cmdOffered = Cmd{
	Name: "offered", Args: "CODE...",
	Text:  "skips the check if the last reply is an error with one of these codes: the server lacks what documents later than its edition describe.",
	least: 1, most: -1,
	run: func(j *judge, _ *testscript.TestScript, codes []string) {
		if code := j.last.code(); slices.Contains(codes, code) {
			j.skip("the server does not offer what the documents describe later than its edition")
		}
	},
}
