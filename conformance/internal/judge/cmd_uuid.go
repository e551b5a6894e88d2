package judge

import (
	"regexp"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdUUID = Cmd{
	Name: "uuid", Args: "NAME PATH",
	Text:  "the last reply has one value at the path, a text that begins with a UUID, optionally after one blank. Sets $NAME to that UUID.",
	least: 2, most: 2,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		places := j.places(args[1])
		if len(places) != 1 {
			j.differ(args[1], "a text that begins with a UUID", showReply(j.last), "a value is missing")
		}
		id := leadingUUID(document.Scalar(places[0].Value))
		if id == "" {
			j.differ(places[0].Pointer, "a text that begins with a UUID", document.Show(places[0].Value), "a value is wrong")
		}
		ts.Setenv(args[0], id)
	},
}

var leading = regexp.MustCompile(`^ ?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:$| )`)

// leadingUUID is the UUID with which a text begins, or "".
func leadingUUID(text string) string {
	if m := leading.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}
