package judge

import (
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdDiffer = Cmd{
	Name: "differ", Args: "NAME NAME",
	Text:  "two values that keep stored are not equal as JSON.",
	least: 2, most: 2,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		a, kept := j.kept[args[0]]
		b, too := j.kept[args[1]]
		if !kept || !too {
			ts.Fatalf("differ needs two names that keep has stored")
		}
		if document.Compare(a.value, b.value, "") == nil {
			j.differ(b.path, "another value than "+args[0], document.Show(b.value), args[1]+" is the same as "+args[0])
		}
	},
}
