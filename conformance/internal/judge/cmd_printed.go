package judge

import (
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdPrinted = Cmd{
	Name: "printed", Args: "COMMAND [LINE]",
	Text:  "the last reply is the end of a job, in which this command printed this one line; without a line, in which it printed anything.",
	least: 1, most: 2,
	run: func(j *judge, _ *testscript.TestScript, args []string) {
		got := j.outputOf(args[0])
		switch {
		case len(args) == 1 && got == "":
			j.differ("/args", "the output of "+document.Show(args[0]), document.Show(got), "the output of a command of the job is lost")
		case len(args) == 2 && strings.TrimSuffix(got, "\n") != args[1]:
			j.differ("/args", document.Show(args[1]), document.Show(got), "a command of the job printed something else")
		}
	},
}

// outputOf is what a command of the job in the last reply printed: under its own
// name, or in the log that the original server sends.
func (j *judge) outputOf(command string) string {
	log := j.places("/args/log")
	if len(log) != 1 {
		return document.Scalar(j.jobDetails()[command])
	}
	_, after, _ := strings.Cut(document.Scalar(log[0].Value), "[Running Command: "+command+" ]")
	output, _, _ := strings.Cut(after, "\n\n[Running Command: ")
	return output
}
