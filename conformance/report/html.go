package report

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
)

//go:embed html
var htmlFiles embed.FS

var pageTemplate = template.Must(template.ParseFS(htmlFiles, "html/page.tmpl"))

// A page is what the template shows.
type page struct {
	Verdict  string
	Headline string // counts in words
	Worst    judged // of the verdict
	Target   string
	Troubles []string
	Notes    []string
	Facts    []fact
	Statuses []conformance.Status
	Counts   []counted
	Disabled int
	Reasons  []reason
	Matrix   matrix
	Findings []finding
	Checks   []checkRow
	Filters  []filter
	Style    template.CSS
	Script   template.JS
	Policy   string // of the page's content
}

// A checkRow is a check as the list has it, and as filters see it.
type checkRow struct {
	Anchor      string
	Link        template.URL
	ID, Edition string
	Level       conformance.Level
	Status      conformance.Status
	Judged      judged
	Subject     string
	Transport   string
	Requirement string
	Why         string
	Took        string
	Found       bool // there is a finding, too
}

// A filter is a choice among the values that checks have.
type filter struct {
	Name   string
	Values []string
}

// openFindings is how many findings are shown unfolded from the start.
const openFindings = 5

// whyInList bounds why in the list of checks.
const whyInList = 300

// HTML returns the result as one page that needs nothing beside itself: it may
// be sent to anybody, is read without JavaScript, and filtered with it. Nothing
// that a server sent is run, or fetched.
func HTML(r conformance.Result) ([]byte, error) {
	p := newPage(r)
	style, err := htmlFiles.ReadFile("html/page.css")
	if err != nil {
		return nil, err
	}
	code, err := htmlFiles.ReadFile("html/page.js")
	if err != nil {
		return nil, err
	}
	p.Style, p.Script = template.CSS(style), template.JS(code)
	p.Policy = "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; style-src " + hash(style) + "; script-src " + hash(code)
	var b bytes.Buffer
	err = pageTemplate.Execute(&b, p)
	return b.Bytes(), err
}

// hash allows one text between tags, and no other.
func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func newPage(r conformance.Result) page {
	p := page{
		Verdict: verdict(r), Worst: worst(r), Target: r.Target.String(), Troubles: troubles(r), Notes: notes(r), Facts: facts(r),
		Statuses: conformance.Statuses, Counts: counts(r), Disabled: r.Count(conformance.Disabled),
		Reasons: reasons(r), Matrix: newMatrix(r),
	}
	found := r.Count(conformance.Fail) + r.Count(conformance.Error)
	room := min(mostMessages, max(leastMessages, pageMessages/max(1, found)))
	var outcomes []judged
	for _, o := range r.Checks {
		if o.Status == conformance.Disabled {
			continue
		}
		row := newCheckRow(r, o)
		outcomes = append(outcomes, row.Judged)
		p.Checks = append(p.Checks, row)
		if row.Found {
			p.Findings = append(p.Findings, newFinding(row, o, room))
		}
	}
	p.Headline = tally(outcomes)
	p.Findings = worstFirst(p.Findings)
	p.Filters = filters(p.Checks, p.Matrix)
	return p
}

// worst is how the verdict itself is coloured.
func worst(r conformance.Result) judged {
	switch r.Verdict() {
	case conformance.Passes:
		return passed
	case conformance.Fails:
		return failed
	}
	return errored
}

func newCheckRow(r conformance.Result, o conformance.Outcome) checkRow {
	why := o.Sentence()
	if o.Known != "" {
		why = excuse(o) + ": " + why
	}
	return checkRow{
		Anchor: anchor(o.Check), Link: link(o.Check), ID: o.Check.ID, Edition: o.Check.Edition.Name,
		Level: o.Check.Level, Status: o.Status, Judged: judge(r, o),
		Subject: subject(o.Check), Transport: transport(o.Check),
		Requirement: o.Check.Requirement, Why: Portable(shorten(why, whyInList)), Took: o.Duration.Round(100 * time.Microsecond).String(),
		Found: o.Status == conformance.Fail || o.Status == conformance.Error,
	}
}

// worstFirst puts those first that make the target fail, and unfolds a few.
func worstFirst(findings []finding) []finding {
	var list []finding
	for _, kind := range []judged{failed, errored, excused} {
		for _, f := range findings {
			if f.Judged == kind {
				f.Open = len(list) < openFindings
				list = append(list, f)
			}
		}
	}
	return list
}

// filters are the choices, each among what there is.
func filters(rows []checkRow, m matrix) []filter {
	list := []filter{{Name: "status"}, {Name: "level"}, {Name: "edition"}, {Name: "subject"}, {Name: "transport"}}
	seen := map[fact]bool{}
	add := func(i int, value string) {
		if key := (fact{list[i].Name, value}); !seen[key] {
			seen[key] = true
			list[i].Values = append(list[i].Values, value)
		}
	}
	for _, row := range m.Rows {
		add(3, row.Subject)
	}
	for _, row := range rows {
		for i, value := range []string{string(row.Judged), string(row.Level), row.Edition, row.Subject, row.Transport} {
			add(i, value)
		}
	}
	return list
}
