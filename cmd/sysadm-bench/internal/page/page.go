package page

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/figure"
)

// The measured part of the page is between these lines; the rest is written by
// hand.
const (
	begin = "<!-- What follows is written by make bench FULL=1 -->\n"
	end   = "<!-- until here -->\n"
)

// Update returns the page with the report's results.
func Update(page []byte, r figure.Report) ([]byte, error) {
	before, rest, found := bytes.Cut(page, []byte(begin))
	_, after, ended := bytes.Cut(rest, []byte(end))
	if !found || !ended {
		return nil, fmt.Errorf("cannot write the page: it has no lines %q and %q", begin, end)
	}
	var b bytes.Buffer
	b.Write(before)
	b.WriteString(begin)
	b.WriteByte('\n')
	write(&b, r)
	b.WriteByte('\n')
	b.WriteString(end)
	b.Write(after)
	return b.Bytes(), nil
}

// write writes the whole report.
func write(w io.Writer, r figure.Report) {
	m := r.Machine
	paragraph(w, fmt.Sprintf("%s, %d cores, %s, %s. The %s form, %s, in %s, load %s before and %s after%s.%s",
		m.CPU, m.Cores, m.System, m.Go, r.Form, r.Begin.UTC().Format("2006-01-02 15:04 UTC"),
		time.Duration(r.Seconds)*time.Second, m.LoadBegin, m.LoadEnd, revision(r.Revision), earlier(r)))
	for _, t := range r.Topics {
		Topic(w, t)
	}
	fmt.Fprintf(w, "\n%s\n", Verdict(r))
}

func revision(r string) string {
	if r == "" {
		return ""
	}
	return ", revision " + r
}

// earlier explains the column of that name.
func earlier(r figure.Report) string {
	if r.Earlier == nil {
		return ""
	}
	return fmt.Sprintf(" **before** is the ratio, or the median where there is none, of an earlier state of the programs%s, "+
		"measured by the same program on %s.", revision(r.Earlier.Revision), r.Earlier.CPU)
}

// Topic writes the figures of a topic.
func Topic(w io.Writer, t figure.Topic) {
	fmt.Fprintf(w, "\n### %s\n\n", t.Title)
	paragraph(w, t.Text)
	fmt.Fprintln(w)
	if t.Error != "" {
		paragraph(w, "This could not be measured: "+t.Error+".")
		return
	}
	table(w, t)
	missed(w, t)
}

// missed writes the known reasons for missed targets.
func missed(w io.Writer, t figure.Topic) {
	var reasons []string
	names := map[string][]string{}
	for _, f := range t.Figures {
		if f.Verdict != figure.Missed {
			continue
		}
		why := f.Target.Why
		if names[why] == nil {
			reasons = append(reasons, why)
		}
		names[why] = append(names[why], f.Name)
	}
	for _, why := range reasons {
		fmt.Fprintln(w)
		paragraph(w, "Missed: "+strings.Join(names[why], "; ")+". "+cmp.Or(why, "The reason is not known yet."))
	}
}

// Verdict counts the targets.
func Verdict(r figure.Report) string {
	met, missed := r.Verdicts()
	return fmt.Sprintf("%d targets are met, %d are missed.", met, missed)
}

// lineLength is the line length of the documents.
const lineLength = 112

// paragraph writes text, wrapped.
func paragraph(w io.Writer, text string) {
	length := 0
	for i, word := range strings.Fields(text) {
		switch {
		case i > 0 && length+1+len(word) > lineLength:
			fmt.Fprintln(w)
			length = 0
		case i > 0:
			fmt.Fprint(w, " ")
			length++
		}
		fmt.Fprint(w, word)
		length += len(word)
	}
	fmt.Fprintln(w)
}
