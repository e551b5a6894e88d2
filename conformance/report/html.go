package report

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the style and the script
	"encoding/base64"
	"fmt"

	g "maragu.dev/gomponents"
	"maragu.dev/gomponents/html"

	"github.com/sysadm-go/sysadm/conformance"
)

// pageStyle and pageScript are all that a page contains as it is: whatever else
// it shows is escaped.
var (
	//go:embed html/page.css
	pageStyle string

	//go:embed html/page.js
	pageScript string
)

// HTML returns the result as one page that needs nothing beside itself: it may
// be sent to anybody, is read without JavaScript, and filtered with it. Nothing
// that a server sent is run, or fetched.
func HTML(r conformance.Result) ([]byte, error) {
	var b bytes.Buffer
	err := newPage(r).document().Render(&b)
	return b.Bytes(), err
}

// A page is a result as its sections show it.
type page struct {
	Result   conformance.Result
	Matrix   matrix
	Findings []finding // the worst first
	Checks   []checkRow
}

func newPage(r conformance.Result) page {
	p := page{Result: r, Matrix: newMatrix(r)}
	found := r.Count(conformance.Fail) + r.Count(conformance.Error)
	room := min(mostMessages, max(leastMessages, pageMessages/max(1, found)))
	for _, o := range r.Checks {
		if o.Status == conformance.Disabled {
			continue
		}
		row := newCheckRow(r, o)
		p.Checks = append(p.Checks, row)
		if row.Found {
			p.Findings = append(p.Findings, newFinding(row, o, room))
		}
	}
	p.Findings = worstFirst(p.Findings)
	return p
}

func (p page) document() g.Node {
	return html.Doctype(html.HTML(html.Lang("en"), onLines(p.head(), html.Body(onLines(
		html.A(html.Class("jump"), html.Href("#findings"), g.Text("Skip to the failures")),
		p.header(),
		p.nav(),
		html.Main(onLines(
			countsSection(p.Result),
			p.Matrix.section(),
			filterForm(filters(p.Checks, p.Matrix)),
			findingsSection(p.Findings),
			checksSection(p.Checks),
		)),
		html.Script(g.Raw(pageScript)),
	)))))
}

func (p page) head() g.Node {
	return html.Head(onLines(
		html.Meta(html.Charset("utf-8")),
		html.Meta(g.Attr("http-equiv", "Content-Security-Policy"), html.Content(policy())),
		html.Meta(html.Name("viewport"), html.Content("width=device-width, initial-scale=1")),
		html.Meta(html.Name("referrer"), html.Content("no-referrer")),
		html.TitleEl(g.Text(verdict(p.Result)+": "+p.Result.Target.String())),
		html.Link(html.Rel("icon"), html.Href("data:,")),
		html.StyleEl(g.Raw(pageStyle)),
	))
}

// policy allows the page its own style and script, and nothing else.
func policy() string {
	return fmt.Sprintf("default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; style-src %s; script-src %s",
		hash(pageStyle), hash(pageScript))
}

// hash allows one text between tags, and no other.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// section is a part of the page, whose navigation leads to it.
func section(id, title string, content ...g.Node) g.Node {
	return html.Section(html.ID(id), html.Aria("labelledby", id+"-title"),
		onLines(html.H2(html.ID(id+"-title"), g.Text(title))), g.Group(content))
}

// term is a word of a list and what it stands for.
func term(word string, meaning ...g.Node) g.Node {
	return g.Group{html.Dt(g.Text(word)), html.Dd(meaning...)}
}

// onLines begins a line with each node, and with each of a group: the text of a
// page can be read and searched, and what stands in a row is kept apart.
func onLines(nodes ...g.Node) g.Group {
	var list g.Group
	for _, n := range nodes {
		if group, ok := n.(g.Group); ok {
			list = append(list, onLines(group...)...)
		} else if n != nil {
			list = append(list, g.Text("\n"), n)
		}
	}
	return list
}
