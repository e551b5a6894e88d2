package page

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/figure"
)

// What is measured stands between these lines of the page; the rest is written by
// hand.
const (
	begin = "<!-- What follows is written by make bench FULL=1 -->\n"
	end   = "<!-- until here -->\n"
)

// Update returns the page with what a report tells.
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
	Write(&b, r)
	b.WriteByte('\n')
	b.WriteString(end)
	b.Write(after)
	return b.Bytes(), nil
}

// Write writes all that a report tells.
func Write(w io.Writer, r figure.Report) {
	m := r.Machine
	fmt.Fprintf(w, "%s, %d cores, %s, %s. The %s form, %s, in %s, load %s before and %s after%s.\n",
		m.CPU, m.Cores, m.System, m.Go, r.Form, r.Begin.UTC().Format("2006-01-02 15:04 UTC"),
		time.Duration(r.Seconds)*time.Second, m.LoadBegin, m.LoadEnd, revision(r))
	for _, t := range r.Topics {
		Topic(w, t)
	}
	fmt.Fprintf(w, "\n%s\n", Verdict(r))
}

// Topic writes what a topic's figures tell.
func Topic(w io.Writer, t figure.Topic) {
	fmt.Fprintf(w, "\n### %s\n\n%s\n\n", t.Title, t.Text)
	table(w, t)
	for _, f := range t.Figures {
		if f.Verdict == figure.Missed {
			fmt.Fprintf(w, "\nMissed: %s: %s.\n", f.Name, why(f))
		}
	}
}

func revision(r figure.Report) string {
	if r.Revision == "" {
		return ""
	}
	return ", revision " + r.Revision
}

// why is what is known to keep a figure from its target.
func why(f figure.Figure) string {
	if f.Target.Why == "" {
		return "the reason is not known"
	}
	return f.Target.Why
}

// Verdict counts the targets.
func Verdict(r figure.Report) string {
	met, missed := r.Verdicts()
	return fmt.Sprintf("%d targets are met, %d are missed.", met, missed)
}
