package ratio

import (
	"context"
	"slices"
	"time"
)

// A Pair is a value measured together with its floor.
type Pair struct {
	Value, Floor Summary
	Ratio        Ratio
}

// A Ratio is the value over its floor: the ratio of the medians, and the bounds
// of the middle half of the ratios of adjacent samples.
type Ratio struct {
	Medians float64 `json:"medians"`
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
}

// Compare summarises samples that were taken alternately. There must be as many
// of each, and at least one.
func Compare(value, floor []float64) Pair {
	ratios := make([]float64, len(value))
	for i := range value {
		ratios[i] = value[i] / floor[i]
	}
	slices.Sort(ratios)
	p := Pair{Value: Of(value), Floor: Of(floor)}
	p.Ratio = Ratio{
		Medians: p.Value.Median / p.Floor.Median,
		Low:     quantile(ratios, 0.25),
		High:    quantile(ratios, 0.75),
	}
	return p
}

// Rounds says how often to measure: as often as Patience allows, within the two
// limits.
type Rounds struct {
	Least, Most int
	Patience    time.Duration
}

// A Sample makes one measurement. Its unit is the caller's.
type Sample func(ctx context.Context) (float64, error)

// Alternate measures the floor and the value alternately. The first round of
// both warms up and does not count.
func (r Rounds) Alternate(ctx context.Context, floor, value Sample) (Pair, error) {
	var taken [2][]float64
	begin := time.Now()
	for round := 0; r.goesOn(round-1, begin); round++ {
		for i, sample := range []Sample{floor, value} {
			x, err := sample(ctx)
			if err != nil {
				return Pair{}, err
			}
			if round > 0 {
				taken[i] = append(taken[i], x)
			}
		}
	}
	return Compare(taken[1], taken[0]), nil
}

func (r Rounds) goesOn(done int, begin time.Time) bool {
	return done < max(1, r.Least) || done < r.Most && time.Since(begin) < r.Patience
}
