package judge

import (
	"maps"
	"slices"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdSame = Cmd{
	Name: "same", Args: "NAME NAME [except MEMBER... | in MEMBER...]",
	Text:  "two values that keep stored are equal as JSON. With except, these members are ignored, because they change by themselves; with in, the values are rows of which only these members count. If they differ, and others are changing the host, only rows of jails of the run count; without any the check is skipped.",
	least: 2, most: -1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		a, kept := j.kept[args[0]]
		b, too := j.kept[args[1]]
		if !kept || !too {
			ts.Fatalf("same needs two names that keep has stored")
		}
		reduced := func(value any) any { return value }
		switch {
		case len(args) > 3 && args[2] == "except":
			reduced = func(value any) any { return without(value, args[3:]) }
		case len(args) > 3 && args[2] == "in":
			reduced = func(value any) any { return cells(value, args[3:]) }
		case len(args) > 2:
			j.command.misused(ts)
		}
		if d := j.compare(a, b, reduced); d != nil {
			j.differ(d.Pointer, d.Expected, d.Got, args[1]+" differs from "+args[0])
		}
	},
}

// A keepsake is a value that keep has stored, where it stood, and in the answer to what.
type keepsake struct {
	value any
	path  string
	asked *question // nil if it was not asked in words
}

// compare tells where two values differ, as far as they are reduced. Where others change
// what was asked for, only the jails of the run count.
func (j *judge) compare(a, b keepsake, reduced func(any) any) *document.Difference {
	one, other := reduced(a.value), reduced(b.value)
	d := document.Compare(one, other, "")
	if d == nil || !j.restless(func() (any, bool) { v, told := j.again(b); return reduced(v), told }) {
		return d
	}
	ours, too := j.own("", one), j.own("", other)
	if len(ours)+len(too) == 0 {
		j.skip(othersChange)
	}
	return document.Compare(ours, too, "")
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
