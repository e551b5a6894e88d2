// Package difference compares two recorded runs of the suite. It first aligns
// values that change from run to run: names such as UUIDs one to one, so that
// equal names must stay equal, and measures such as times by their form.
package difference

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/recording"
)

// Options say what is compared.
type Options struct {
	// Shape compares types and members only, for two hosts with other jails,
	// pools and settings.
	Shape bool
}

// A Result is in what two recordings differ.
type Result struct {
	A    recording.Header `json:"a"`
	B    recording.Header `json:"b"`
	Same int              `json:"same"`

	// Checks are those in both recordings that differ, OnlyA and OnlyB those in
	// one alone; all in the order of editions and ids.
	Checks []Check `json:"checks"`
	OnlyA  []Check `json:"only_a"`
	OnlyB  []Check `json:"only_b"`

	// Uncompared is how many pairs of messages were too long to be recorded whole,
	// and were not compared.
	Uncompared int `json:"uncompared"`
}

// Differ reports whether there is any difference.
func (r Result) Differ() bool { return len(r.Checks)+len(r.OnlyA)+len(r.OnlyB) > 0 }

// A Check is a check that is not the same in both recordings. A status is empty
// where the recording has no such check.
type Check struct {
	ID          string             `json:"check"`
	Edition     string             `json:"edition"`
	StatusA     conformance.Status `json:"status_a,omitempty"`
	StatusB     conformance.Status `json:"status_b,omitempty"`
	Differences []Difference       `json:"differences,omitempty"`
}

// A Difference is one place where two recordings of a check part.
type Difference struct {
	// Exchange counts the requests of the check from 1; 0 is none of them.
	Exchange int `json:"exchange,omitempty"`

	// Request says what was asked, or which event came.
	Request string `json:"request,omitempty"`

	// In is the part: "status" of the check, "request", "reply", "HTTP status",
	// "header", or "event".
	In string `json:"in"`

	// Pointer is a JSON pointer into that part. "" is the whole of it.
	Pointer string `json:"pointer"`

	// A and B are the two values as JSON. An absent one is nil.
	A json.RawMessage `json:"a,omitempty"`
	B json.RawMessage `json:"b,omitempty"`

	kind string // of the values without their names, by which differences are alike
}

// Compare returns in what two recordings differ.
func Compare(a, b recording.Recording, o Options) Result {
	r := Result{A: a.Header, B: b.Header, Checks: []Check{}, OnlyA: []Check{}, OnlyB: []Check{}}
	others := map[string]recording.Check{}
	for _, c := range b.Checks {
		others[c.Edition+"/"+c.ID] = c
	}
	madeA, madeB := madeIn(a), madeIn(b)
	for _, c := range a.Checks {
		name := c.Edition + "/" + c.ID
		other, both := others[name]
		if !both {
			r.OnlyA = append(r.OnlyA, Check{ID: c.ID, Edition: c.Edition, StatusA: c.Status})
			continue
		}
		delete(others, name)
		r.add(compareChecks(side{c, madeA}, side{other, madeB}, o))
	}
	for _, c := range others {
		r.OnlyB = append(r.OnlyB, Check{ID: c.ID, Edition: c.Edition, StatusB: c.Status})
	}
	for _, list := range [][]Check{r.Checks, r.OnlyA, r.OnlyB} {
		slices.SortFunc(list, func(x, y Check) int {
			return cmp.Or(cmp.Compare(x.Edition, y.Edition), cmp.Compare(x.ID, y.ID))
		})
	}
	return r
}

func (r *Result) add(c Check, uncompared int) {
	r.Uncompared += uncompared
	if len(c.Differences) == 0 {
		r.Same++
		return
	}
	r.Checks = append(r.Checks, c)
}

// A side is a check of one recording, and what all checks of that have made.
type side struct {
	recording.Check
	made map[string]bool
}

// compareChecks compares a check under the two ways of aligning its names, and
// takes the one that explains more.
func compareChecks(a, b side, o Options) (c Check, uncompared int) {
	c = Check{ID: a.ID, Edition: a.Edition, StatusA: a.Status, StatusB: b.Status}
	talkA, talkB := converse(a), converse(b)
	first := newComparison(o, pairing{}) // every name is called by its own text
	first.check(talkA, talkB, a.Status == b.Status)
	if len(first.found) > 0 {
		second := newComparison(o, align(talkA, talkB))
		second.check(talkA, talkB, a.Status == b.Status)
		if len(second.found) < len(first.found) {
			first = second
		}
	}
	if a.Status != b.Status {
		status := Difference{In: "status", A: statusText(a.Check), B: statusText(b.Check)}
		status.kind = string(status.A) + string(status.B)
		c.Differences = append(c.Differences, status)
	}
	c.Differences = append(c.Differences, first.found...)
	return c, first.uncompared
}

func statusText(c recording.Check) json.RawMessage {
	text := string(c.Status)
	if c.Reason != "" {
		text += ": " + c.Reason
	}
	return quote(text)
}
