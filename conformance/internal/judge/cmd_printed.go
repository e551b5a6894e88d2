package judge

import (
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdPrinted = Cmd{
	Name: "printed", Args: "COMMAND LINE",
	Text:  "the last reply is the end of a job, in which this command printed this one line.",
	least: 2, most: 2,
	run: func(j *judge, _ *testscript.TestScript, args []string) {
		command, line := args[0], args[1]
		got := document.Scalar(j.jobDetails()[command])
		if log := j.places("/args/log"); len(log) == 1 {
			_, after, _ := strings.Cut(document.Scalar(log[0].Value), "[Running Command: "+command+" ]")
			got, _, _ = strings.Cut(after, "\n\n[Running Command: ")
		}
		if strings.TrimSuffix(got, "\n") != line {
			j.differ("/args", document.Show(line), document.Show(got), "a command of the job printed something else")
		}
	},
}
