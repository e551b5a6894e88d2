package report_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// told is a result in which everything that a server, a user or an earlier report
// chooses is one text: the page shows each of its fields.
func told(text string) conformance.Result {
	e := edition.Default
	e.Name = text
	var checks []conformance.Outcome
	for i, s := range append(slices.Clone(conformance.Statuses), conformance.Fail) {
		o := outcome(conformance.Must, s, text)
		o.Check.ID, o.Check.Edition = fmt.Sprintf("%s.%d", text, i), e
		o.Check.Requirement, o.Check.Section = text, text
		o.Pointer, o.Expected, o.Got, o.Reproduce = "/args/"+text, text, text, text
		o.Source, o.Script, o.Line, o.Duration = text, text, 3, time.Second
		o.Trace = toldMessages(text)
		if i == len(conformance.Statuses) {
			o.Known = text
		}
		checks = append(checks, o)
	}
	return conformance.Result{
		Version: text, RunID: text, Target: conformance.Target{Kind: "address", WS: text, REST: text},
		Editions: []edition.Edition{e}, Compat: edition.Compat{Name: text}, FailOn: conformance.Level(text), Checks: checks,
		Unable: errors.New(text), EndError: errors.New(text),
		Changes: []conformance.Change{{Text: text, Ours: true}, {Text: text}},
		Owed:    []conformance.Loan{{Kind: conformance.JailState, Edition: text, Name: text, Was: text}},
	}
}

// toldMessages are requests and replies, more than a page shows, of which the
// last was cut and lacks what the pointer leads to, within /args.
func toldMessages(text string) []conformance.Message {
	quoted, _ := json.Marshal(text) // a string is never refused
	list := []conformance.Message{{Session: text, Transport: text, Direction: text, Verb: text, Path: text, Text: text}}
	for range 20 {
		list = append(list, conformance.Message{Session: text, Transport: text, Direction: text, Status: 200, Text: text})
	}
	return append(list, conformance.Message{Transport: text, Direction: "received", Text: fmt.Sprintf(`{"a": %s, "args": {"b": %[1]s}, "c": %[1]s}`, quoted), Bytes: 1 << 20})
}

// A page of hostile texts has the elements and attributes of a page of harmless
// ones, in the same order, and the same values of attributes but those that tell
// a text: nothing begins, ends, runs or leads elsewhere because of a text.
func TestPageHasNoElementOfAText(t *testing.T) {
	want := skeleton(t, page(t, told("harmless")))
	require.Greater(t, len(want), 200)
	for _, harm := range harms {
		text := page(t, told(harm))
		require.Equal(t, want, skeleton(t, text), harm)
		require.Equal(t, 6, strings.Count(text, "<mark>"), "a line of its script and a value of each finding")
	}
}

var (
	// ours are the parts of a page that are no markup: what it may apply and run.
	ours = regexp.MustCompile(`(?s)(<style>)(.*?)(</style>)|(<script>)(.*?)(</script>)`)

	// piece is a tag or a text, as strict as this page can be: no value without its
	// quotes, and in texts and values no character that could end them.
	piece = regexp.MustCompile(`^(?:<(!?/?[a-zA-Z][a-zA-Z0-9]*)((?: [a-z-]+(?:="[^"<>']*")?)*)>|[^<>"']+)`)

	attribute = regexp.MustCompile(` ([a-z-]+)(?:="([^"]*)")?`)

	// reference is how a character is written that would be markup; a bare & is none.
	reference = regexp.MustCompile(`&(?:amp|lt|gt|#34|#39|#43);`)

	// telling are the attributes whose values tell a text.
	telling = regexp.MustCompile(`^(?:id|data-(?:edition|subject))$`)
)

// skeleton parses a page, and returns its tags with all that no text of a result
// may change.
func skeleton(t *testing.T, page string) []string {
	t.Helper()
	require.Len(t, ours.FindAllString(page, -1), 2)
	tags := ours.FindAllString(page, -1)
	for rest := ours.ReplaceAllString(page, "$1$3$4$6"); rest != ""; {
		at := piece.FindStringSubmatch(rest)
		require.NotNil(t, at, "no markup of this page: %.100q", rest)
		require.NotContains(t, reference.ReplaceAllString(at[0], ""), "&", at[0])
		if at[1] != "" {
			tags = append(tags, at[1]+attributes(t, at[2]))
		}
		rest = rest[len(at[0]):]
	}
	return tags
}

// attributes are those of a tag, without the values that tell a text. A link
// leads to a place in the page, whatever it tells.
func attributes(t *testing.T, of string) string {
	t.Helper()
	var list strings.Builder
	for _, a := range attribute.FindAllStringSubmatch(of, -1) {
		name, value := a[1], a[2]
		if name == "href" && strings.HasPrefix(value, "#") {
			require.Regexp(t, `^#[\w?/%.~+$@:&;=-]*$`, value)
			value = "#"
		}
		if telling.MatchString(name) {
			value = ""
		}
		fmt.Fprintf(&list, " %s=%q", name, value)
	}
	return list.String()
}
