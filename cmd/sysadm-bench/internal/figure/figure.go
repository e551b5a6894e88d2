// Package figure holds the results of a measurement: the form of
// docs/performance.json.
package figure

import (
	"strconv"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/ratio"
)

// A Figure is one measured quantity, usually with its floor.
type Figure struct {
	Name  string        `json:"name"` // what was measured; unique in its topic
	Unit  string        `json:"unit"` // of value and floor
	Value ratio.Summary `json:"value"`

	// Floor is what the value is compared with, and Ratio the value over it.
	Floor *ratio.Summary `json:"floor,omitempty"`
	Ratio *ratio.Ratio   `json:"ratio,omitempty"`

	// Before is the ratio of an earlier state of the programs, or the median if
	// there is none.
	Before *float64 `json:"before,omitempty"`

	Target  *Target `json:"target,omitempty"`
	Verdict Verdict `json:"verdict,omitempty"` // empty without a target
}

// A Target is the goal for a figure. One of its limits is set.
type Target struct {
	RatioAtMost  float64 `json:"ratio_at_most,omitempty"`
	RatioAtLeast float64 `json:"ratio_at_least,omitempty"`
	ValueAtMost  float64 `json:"value_at_most,omitempty"` // for the median, in the figure's unit

	// Why is the known reason, in a sentence, if the figure misses its target.
	Why string `json:"why,omitempty"`
}

// A Verdict says whether a target was met.
type Verdict string

// The verdicts.
const (
	Met    Verdict = "met"
	Missed Verdict = "missed"
)

// Of returns a figure without a floor.
func Of(name, unit string, value ratio.Summary, target *Target) Figure {
	f := Figure{Name: name, Unit: unit, Value: value, Target: target}
	f.Verdict = f.judge()
	return f
}

// Next returns a figure with its floor.
func Next(name, unit string, pair ratio.Pair, target *Target) Figure {
	f := Figure{Name: name, Unit: unit, Value: pair.Value, Floor: &pair.Floor, Ratio: &pair.Ratio, Target: target}
	f.Verdict = f.judge()
	return f
}

// outcome is the most significant number of the figure.
func (f Figure) outcome() float64 {
	if f.Ratio != nil {
		return f.Ratio.Medians
	}
	return f.Value.Median
}

func (f Figure) judge() Verdict {
	t := f.Target
	switch {
	case t == nil:
		return ""
	case t.ValueAtMost > 0 && f.Value.Median > t.ValueAtMost,
		t.RatioAtMost > 0 && f.Ratio.Medians > t.RatioAtMost,
		t.RatioAtLeast > 0 && f.Ratio.Medians < t.RatioAtLeast:
		return Missed
	}
	return Met
}

// String returns the target as the page shows it, in the unit of its figure.
func (t *Target) String() string {
	switch {
	case t == nil:
		return ""
	case t.RatioAtMost > 0:
		return "≤ " + decimal(t.RatioAtMost) + " ×"
	case t.RatioAtLeast > 0:
		return "≥ " + decimal(t.RatioAtLeast) + " ×"
	}
	return "≤ " + decimal(t.ValueAtMost)
}

func decimal(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
