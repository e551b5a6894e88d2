package mutant

import (
	"fmt"
	"slices"
	"strings"
)

// A Score is what the suite noticed of all servers.
type Score struct {
	// Right are the right servers, which must pass.
	Right []RightReport `json:"right"`

	Killed    int      `json:"killed"`
	Total     int      `json:"total"`
	Survivors []string `json:"survivors"`
	Mutants   []Row    `json:"mutants"`
}

// A Row is one mutant and who noticed it.
type Row struct {
	Name   string `json:"name"`
	Family string `json:"family"`
	Wrong  string `json:"wrong"`

	// Killed names the MUST and SHOULD checks that failed; empty is a survivor.
	Killed []string `json:"killed_by,omitempty"`

	Milliseconds int64 `json:"duration_ms,omitempty"`
}

// NewScore counts reports.
func NewScore(rights []RightReport, reports []Report) Score {
	s := Score{Right: rights, Total: len(reports), Survivors: []string{}, Mutants: []Row{}}
	for _, r := range reports {
		row := Row{Name: r.Mutant.Name, Family: r.Mutant.Family, Wrong: r.Mutant.Wrong, Killed: []string{}, Milliseconds: r.Duration.Milliseconds()}
		for _, c := range r.Killers {
			row.Killed = append(row.Killed, string(c.Level)+" "+c.ID)
		}
		s.Mutants = append(s.Mutants, row)
		if r.Killed() {
			s.Killed++
		} else {
			s.Survivors = append(s.Survivors, r.Mutant.Name)
		}
	}
	return s
}

// Good reports whether every wrong server was failed and every right one passed.
func (s Score) Good() bool {
	return len(s.Survivors) == 0 && !slices.ContainsFunc(s.Right, func(r RightReport) bool { return len(r.Failed) > 0 })
}

// Text is the score in one line for people, and one for each survivor.
func (s Score) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "killed %d of %d wrong servers\n", s.Killed, s.Total)
	for _, name := range s.Survivors {
		fmt.Fprintf(&b, "SURVIVED %s\n", name)
	}
	return b.String()
}

// Line tells of one mutant who noticed it first, and how many did.
func Line(r Report) string {
	if !r.Killed() {
		return fmt.Sprintf("SURVIVED  %-40s %s", r.Mutant.Name, r.Mutant.Wrong)
	}
	first := r.Killers[0]
	line := fmt.Sprintf("killed    %-40s by %s %s", r.Mutant.Name, first.Level, first.ID)
	if more := len(r.Killers) - 1; more > 0 {
		line += fmt.Sprintf(" and %d more", more)
	}
	if !r.Hinted {
		line += " (not by the checks made for it)"
	}
	return line
}
