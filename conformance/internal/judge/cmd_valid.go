package judge

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/schemas"
)

var cmdValid = Cmd{
	Name: "valid", Args: "NAME [strict]",
	Text:  "the last reply is valid against the edition's schema NAME.$TRANSPORT, as in listjails.reply; against the lenient form, or the strict one. Over REST a reply that is not an error has HTTP status 200.",
	least: 1, most: 2,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		form := schemas.Lenient
		if len(args) == 2 {
			form = schemas.Form(args[1])
		}
		name := args[0] + "." + j.last.over
		if _, err := schemas.Describe(j.of.Edition, name); err != nil {
			ts.Fatalf("%v", err)
		}
		if status := j.last.http.Status; j.last.over == REST && args[0] != "error.reply" && status != 200 {
			j.differ("", "HTTP status 200", strconv.Itoa(status), "the HTTP status is wrong")
		}
		j.valid(name, form)
	},
}

// valid ends the check at the first thing that is wrong with the last reply.
func (j *judge) valid(name string, form schemas.Form) {
	err := schemas.Validate(j.of.Edition, name, form, j.last.text)
	var invalid *schemas.Invalid
	switch {
	case err == nil:
	case errors.As(err, &invalid):
		first := invalid.Causes[0]
		pointer := first.Pointer
		if first.Member != "" {
			pointer += "/" + document.Escape(first.Member)
		}
		got := showPlaces(document.Find(j.last.document, pointer))
		j.differ(pointer, first.Expected, got, fmt.Sprintf("the reply breaks schema %s (%s)", name, form))
	default:
		j.differ("", "one JSON document", showReply(j.last), fmt.Sprintf("the reply cannot be read as %s: %v", name, err))
	}
}
