package report

import "github.com/sysadm-go/sysadm/conformance"

// A counted row is how many checks of an edition and a level ended in each
// status, in the order of conformance.Statuses.
type counted struct {
	Edition string
	Level   conformance.Level
	Numbers []int
}

// counts has a row for each edition and level that has checks.
func counts(r conformance.Result) []counted {
	var rows []counted
	for _, part := range byEdition(r) {
		for _, level := range conformance.Levels {
			of := ofLevel(part, level)
			if len(of.Checks) == 0 {
				continue
			}
			row := counted{Edition: part[0].Check.Edition.Name, Level: level}
			for _, s := range conformance.Statuses {
				row.Numbers = append(row.Numbers, of.Count(s))
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// ofLevel is the part of a result that one level has.
func ofLevel(outcomes []conformance.Outcome, level conformance.Level) (part conformance.Result) {
	for _, o := range outcomes {
		if o.Check.Level == level {
			part.Checks = append(part.Checks, o)
		}
	}
	return part
}

// A reason is why some checks were skipped.
type reason struct {
	Text   string
	Checks int
}

// reasons are those of skipped checks, in the order in which they come.
func reasons(r conformance.Result) []reason {
	var list []reason
	place := map[string]int{}
	for _, o := range r.Checks {
		if o.Status != conformance.Skip {
			continue
		}
		i, known := place[o.Message]
		if !known {
			i = len(list)
			place[o.Message] = i
			list = append(list, reason{Text: o.Message})
		}
		list[i].Checks++
	}
	return list
}
