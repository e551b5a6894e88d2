// Package ratio compares two things that are measured in turn, so that other
// load on the machine affects both.
package ratio

import (
	"math"
	"slices"
)

// A Summary summarises many measurements of one quantity, in their unit.
type Summary struct {
	Runs   int     `json:"runs"`
	Min    float64 `json:"min"`
	Median float64 `json:"median"`
	P90    float64 `json:"p90"`
}

// Of summarises samples; there must be at least one.
func Of(samples []float64) Summary {
	sorted := slices.Sorted(slices.Values(samples))
	return Summary{
		Runs:   len(sorted),
		Min:    sorted[0],
		Median: quantile(sorted, 0.5),
		P90:    quantile(sorted, 0.9),
	}
}

// quantile interpolates between the two nearest of the sorted samples.
func quantile(sorted []float64, q float64) float64 {
	place := q * float64(len(sorted)-1)
	below := math.Floor(place)
	low, high := sorted[int(below)], sorted[int(math.Ceil(place))]
	return low + (high-low)*(place-below)
}
