package judge

import (
	"regexp"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdKeyed = Cmd{
	Name: "keyed", Args: "PATH FORM...",
	Text:  "every value at the path, if there is any, has one of the names that the forms give: {member} in a form stands for the text of that member of the value.",
	least: 2, most: -1,
	run: func(j *judge, _ *testscript.TestScript, args []string) {
		for _, p := range j.places(args[0]) {
			names := keys(p.Value, args[1:])
			if !slices.Contains(names, p.Key) {
				j.differ(p.Pointer, "a member named "+strings.Join(names, " or "), document.Show(p.Key), "a value has the wrong name")
			}
		}
	},
}

var memberInForm = regexp.MustCompile(`{\w+}`)

// keys fills in the forms with the members of a value.
func keys(value any, forms []string) []string {
	members, _ := value.(map[string]any)
	var names []string
	for _, form := range forms {
		names = append(names, memberInForm.ReplaceAllStringFunc(form, func(member string) string {
			return document.Scalar(members[strings.Trim(member, "{}")])
		}))
	}
	return names
}
