package judge

import (
	"maps"
	"slices"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdSame = Cmd{
	Name: "same", Args: "NAME NAME [except MEMBER... | in MEMBER...]",
	Text:  "two values that keep stored are equal as JSON. With except, these members are ignored, because they change by themselves; with in, the values are rows of which only these members count.",
	least: 2, most: -1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		a, kept := j.kept[args[0]]
		b, too := j.kept[args[1]]
		if !kept || !too {
			ts.Fatalf("same needs two names that keep has stored")
		}
		switch {
		case len(args) > 3 && args[2] == "except":
			a, b = without(a, args[3:]), without(b, args[3:])
		case len(args) > 3 && args[2] == "in":
			a, b = cells(a, args[3:]), cells(b, args[3:])
		case len(args) > 2:
			ts.Fatalf("usage: same NAME NAME [except MEMBER... | in MEMBER...]")
		}
		if d := document.Compare(a, b, ""); d != nil {
			j.differ(d.Pointer, d.Expected, d.Got, args[1]+" differs from "+args[0])
		}
	},
}

// cells returns rows with the named members alone.
func cells(rows any, names []string) any {
	left := map[string]any{}
	object, _ := rows.(map[string]any)
	for key, value := range object {
		row := map[string]any{}
		members, _ := value.(map[string]any)
		for _, name := range names {
			row[name] = members[name]
		}
		left[key] = row
	}
	return left
}

// without returns a document less the named members, at any depth.
func without(whole any, names []string) any {
	object, ok := whole.(map[string]any)
	if !ok {
		return whole
	}
	left := maps.Clone(object)
	for name, value := range object {
		left[name] = without(value, names)
		if slices.Contains(names, name) {
			delete(left, name)
		}
	}
	return left
}
