package coverage

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// Text prints what is covered and, after a run, what it proved: totals and one
// line for each subject of an edition, then the holes by name.
func Text(w io.Writer, parts []Part) {
	for i, p := range parts {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s  %s\n", p.Edition.Name, p.summary())
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, subject := range p.subjects() {
			fmt.Fprintf(t, "  %s", subject)
			for _, over := range []string{"websocket", "rest"} {
				fmt.Fprintf(t, "\t%s %s", over, p.only(subject, over).share())
			}
			fmt.Fprintln(t)
		}
		_ = t.Flush() // as w, whose errors nobody can act on
		for _, state := range []State{Failed, Open, Hole} {
			p.names(w, state)
		}
	}
}

// summary is the index and, after a run, the score.
func (p Part) summary() string {
	all, holes := len(p.Places), p.Count(Hole)
	text := fmt.Sprintf("index %d of %d (%s)", all-holes, all, percent(all-holes, all))
	if p.Count(Covered) == 0 {
		proved := p.Count(Proved)
		text += fmt.Sprintf(", score %d of %d (%s)", proved, all, percent(proved, all))
	}
	return text
}

// share is how many places there are, and how many are covered, or proved.
func (p Part) share() string {
	if len(p.Places) == 0 {
		return "-"
	}
	return fmt.Sprintf("%d/%d", p.Count(Covered, Proved), len(p.Places))
}

// percent is rounded down, so that 100% means all.
func percent(part, all int) string { return fmt.Sprintf("%d%%", 100*part/max(all, 1)) }

// subjects are those of the places, in their order.
func (p Part) subjects() []string {
	var list []string
	for _, place := range p.Places {
		if !slices.Contains(list, place.Subject) {
			list = append(list, place.Subject)
		}
	}
	return list
}

// only is the part of a subject over a transport.
func (p Part) only(subject, transport string) Part {
	part := Part{Edition: p.Edition}
	for _, place := range p.Places {
		if place.Subject == subject && place.Transport == transport {
			part.Places = append(part.Places, place)
		}
	}
	return part
}

// names prints the places in a state, a line for each requirement.
func (p Part) names(w io.Writer, state State) {
	for i := 0; i < len(p.Places); {
		place, over := p.Places[i], []string{}
		for ; i < len(p.Places) && p.Places[i].Name() == place.Name(); i++ {
			if p.Places[i].State == state {
				over = append(over, p.Places[i].Transport)
			}
		}
		if len(over) > 0 {
			fmt.Fprintf(w, "  %s %s (%s): %s\n", state, place.Name(), strings.Join(over, ", "), place.Text)
		}
	}
}
