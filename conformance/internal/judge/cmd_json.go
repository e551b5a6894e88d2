package judge

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdJSON = Cmd{
	Name: "json", Args: "PATH OP [VALUE...]",
	Text:  "every value at the path of the last reply meets the condition, and there is at least one value. A path is a JSON pointer in which * is any member and [member=text] any object with that member.",
	least: 2, most: -1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		j.hold(ts, j.places(args[0]), args[0], args[1], args[2:])
	},
}

// places returns what a path names in the last reply.
func (j *judge) places(path string) []document.Place {
	if j.last.document == nil {
		j.differ("", "JSON", showReply(j.last), "the reply is not JSON")
	}
	return document.Find(j.last.document, path)
}

// An op judges one value by the arguments of the command.
type op struct {
	text  string
	holds func(value any, args []string) bool
}

// ops are the words for OP about one value; exists, absent and distinct are
// about all places.
var ops = map[string]op{
	"is":      {"the text", func(v any, args []string) bool { return document.Scalar(v) == args[0] }},
	"is-not":  {"another text than", func(v any, args []string) bool { return document.Scalar(v) != args[0] }},
	"in":      {"one of", func(v any, args []string) bool { return slices.Contains(args, document.Scalar(v)) }},
	"trimmed": {"the text, a leading blank is optional:", isTrimmed},
	"cut":     {"the text, whole or up to its first colon:", isCut},
	"no-part": {"no mere beginning, unless up to its first colon, of the text", isNoPart},
	"matches": {"text that matches", func(v any, args []string) bool { return regexp.MustCompile(args[0]).MatchString(document.Scalar(v)) }},
	"includes": {"an array that includes", func(v any, args []string) bool {
		array, _ := v.([]any)
		return slices.ContainsFunc(array, func(one any) bool { return document.Scalar(one) == args[0] })
	}},
	"members": {"an object or an array with this number of members", hasMembers},
	"unlike":  {"a text that has another character at eight places or more than", func(v any, args []string) bool { return differing(document.Scalar(v), args[0]) >= unlike }},
	"lacks":   {"text without", func(v any, args []string) bool { return !strings.Contains(document.Scalar(v), args[0]) }},
	"only":    {"one member alone of those that match", isOnly},
	"lines": {"text with this number of ended lines:", func(v any, args []string) bool {
		return strconv.Itoa(strings.Count(document.Scalar(v), "\n")) == args[0]
	}},
	"near": {"a time within a day of now, or that agrees but for its zone with the clock", isNear},
	"type": {"a value of type", func(v any, args []string) bool { return slices.Contains(args, document.TypeOf(v)) }},
}

// unlike is in how many places texts differ at least that say nothing of each
// other. Of 16 random digits fewer do once in 100 000 times, of 16 letters never.
const unlike = 8

// differing counts the places where texts differ, byte by byte.
func differing(a, b string) int {
	n := max(len(a), len(b)) - min(len(a), len(b))
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

func isCut(v any, args []string) bool {
	cut, _, _ := strings.Cut(args[0], ":")
	return document.Scalar(v) == args[0] || document.Scalar(v) == cut
}

// isNoPart is false for the beginning of a text that ends elsewhere than at its
// first colon: somebody has cut it, and lost data.
func isNoPart(v any, args []string) bool {
	return isCut(v, args) || document.Scalar(v) == "" || !strings.HasPrefix(args[0], document.Scalar(v))
}

// isOnly holds for an object in which one member, the step of a path that is the
// second argument, matches the first one.
func isOnly(v any, args []string) bool {
	object, ok := v.(map[string]any)
	for name := range object {
		if document.Escape(name) != args[1] && regexp.MustCompile(args[0]).MatchString(name) {
			return false
		}
	}
	_, there := object[document.Unescape(args[1])]
	return ok && there
}

// hasMembers holds for an object or an array of the size that the argument tells.
func hasMembers(v any, args []string) bool {
	array, _ := v.([]any)
	object, _ := v.(map[string]any)
	return strconv.Itoa(len(array)+len(object)) == args[0]
}

// isTrimmed takes a cut text, too: a tag may hold a colon (rulings 4 and 5).
func isTrimmed(v any, args []string) bool {
	return isCut(strings.TrimPrefix(document.Scalar(v), " "), args)
}

// hold ends the check at the first place where the op does not hold.
func (j *judge) hold(ts *testscript.TestScript, places []document.Place, path, name string, args []string) {
	switch name {
	case "absent":
		if len(places) > 0 {
			j.differ(places[0].Pointer, "nothing", document.Show(places[0].Value), "a value that should be absent is present")
		}
		return
	case "exists":
		if len(places) == 0 {
			j.differ(path, "a value", "nothing", "a value is missing")
		}
		return
	case "distinct":
		j.distinct(places)
		return
	}
	op, known := ops[name]
	if !known || len(args) == 0 {
		ts.Fatalf("cannot judge by %q: use exists, absent, distinct, or with a value %s", name, strings.Join(slices.Sorted(maps.Keys(ops)), ", "))
	}
	expected := op.text + " " + strings.Join(args, " | ")
	if len(places) == 0 {
		j.differ(path, expected, "nothing", "a value is missing")
	}
	for _, p := range places {
		if !op.holds(p.Value, args) {
			j.differ(p.Pointer, expected, document.Show(p.Value), "a value is wrong")
		}
	}
}

// distinct ends the check at the first value that another place has, too.
func (j *judge) distinct(places []document.Place) {
	first := map[string]string{}
	for _, p := range places {
		value := document.Show(p.Value)
		if other, seen := first[value]; seen {
			j.differ(p.Pointer, "another value than at "+other, value, "two values are the same")
		}
		first[value] = p.Pointer
	}
}
