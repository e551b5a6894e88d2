package ratio_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/ratio"
)

func TestOf(t *testing.T) {
	for _, test := range []struct {
		name    string
		samples []float64
		want    ratio.Summary
	}{
		{"one", []float64{7}, ratio.Summary{Runs: 1, Min: 7, Median: 7, P90: 7}},
		{"odd", []float64{3, 1, 2}, ratio.Summary{Runs: 3, Min: 1, Median: 2, P90: 2.8}},
		{"even", []float64{4, 1, 3, 2}, ratio.Summary{Runs: 4, Min: 1, Median: 2.5, P90: 3.7}},
		{"outlier", []float64{1, 1, 1, 1, 100}, ratio.Summary{Runs: 5, Min: 1, Median: 1, P90: 60.4}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := ratio.Of(test.samples)
			require.Equal(t, test.want.Runs, got.Runs)
			require.InDeltaSlice(t, []float64{test.want.Min, test.want.Median, test.want.P90},
				[]float64{got.Min, got.Median, got.P90}, 1e-9)
		})
	}
}

func TestOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		samples := rapid.SliceOfN(rapid.Float64Range(0.001, 1e6), 1, 50).Draw(t, "samples")
		before := slices.Clone(samples)
		s := ratio.Of(samples)
		require.Equal(t, before, samples, "the samples stay in their order")
		require.Equal(t, slices.Min(samples), s.Min)
		const rounding = 1 + 1e-12
		require.LessOrEqual(t, s.Min, s.Median*rounding)
		require.LessOrEqual(t, s.Median, s.P90*rounding)
		require.LessOrEqual(t, s.P90, slices.Max(samples)*rounding)
		require.InDelta(t, 1, ratio.Compare(samples, samples).Ratio.Medians, 1e-9)
	})
}

// A machine that is half as fast half of the time changes the medians, but not
// the ratio.
func TestNoiseFallsOnBoth(t *testing.T) {
	p := ratio.Compare([]float64{3, 6, 3, 6}, []float64{2, 4, 2, 4})
	require.Equal(t, ratio.Ratio{Medians: 1.5, Low: 1.5, High: 1.5}, p.Ratio)
}

func TestAlternate(t *testing.T) {
	for _, test := range []struct {
		name   string
		rounds ratio.Rounds
		order  string
	}{
		{"most", ratio.Rounds{Least: 1, Most: 3, Patience: time.Minute}, "ab ab ab ab"},
		{"patience", ratio.Rounds{Least: 1, Most: 100, Patience: 5 * time.Second}, "ab ab ab"},
		{"least", ratio.Rounds{Least: 2, Most: 100}, "ab ab ab"},
		{"never none", ratio.Rounds{}, "ab ab"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var order strings.Builder
				sample := func(letter string, x float64) ratio.Sample {
					return func(context.Context) (float64, error) {
						time.Sleep(time.Second)
						order.WriteString(letter)
						return x, nil
					}
				}
				p, err := test.rounds.Alternate(t.Context(), sample("a", 2), sample("b", 3))
				require.NoError(t, err)
				require.Equal(t, strings.ReplaceAll(test.order, " ", ""), order.String())
				require.Equal(t, order.Len()/2-1, p.Value.Runs, "the first round warms up")
				require.InDelta(t, 1.5, p.Ratio.Medians, 1e-9)
			})
		})
	}
}

func TestAlternateEndsWithItsError(t *testing.T) {
	n := 0
	sample := func(context.Context) (float64, error) {
		if n++; n == 3 {
			return 0, errors.New("the third fails")
		}
		return 1, nil
	}
	_, err := ratio.Rounds{Most: 9, Patience: time.Hour}.Alternate(t.Context(), sample, sample)
	require.EqualError(t, err, "the third fails")
	require.Equal(t, 3, n)
}
