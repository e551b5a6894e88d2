package figure_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/figure"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/ratio"
)

func TestVerdict(t *testing.T) {
	pair := ratio.Compare([]float64{12}, []float64{10})
	for _, test := range []struct {
		name   string
		target *figure.Target
		want   figure.Verdict
		text   string
	}{
		{"none", nil, "", ""},
		{"ratio below", &figure.Target{RatioAtMost: 1.25}, figure.Met, "≤ 1.25 ×"},
		{"ratio above", &figure.Target{RatioAtMost: 1.15}, figure.Missed, "≤ 1.15 ×"},
		{"at least", &figure.Target{RatioAtLeast: 0.6}, figure.Met, "≥ 0.6 ×"},
		{"not at least", &figure.Target{RatioAtLeast: 10}, figure.Missed, "≥ 10 ×"},
		{"exactly", &figure.Target{ValueAtMost: 12}, figure.Met, "≤ 12"},
		{"value above", &figure.Target{ValueAtMost: 11.9}, figure.Missed, "≤ 11.9"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := figure.Next("x", "ms", pair, test.target)
			require.Equal(t, test.want, f.Verdict)
			require.Equal(t, test.text, test.target.String())
		})
	}
}

// The written and the published results obey the schema; a violation is
// noticed.
func TestSchema(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource(figure.SchemaID, bytes.NewReader(figure.Schema)))
	schema, err := compiler.Compile(figure.SchemaID)
	require.NoError(t, err)
	judge := func(text []byte) error {
		var v any
		require.NoError(t, json.Unmarshal(text, &v))
		return schema.Validate(v)
	}

	for _, name := range []string{"performance", "performance-before"} {
		published, err := os.ReadFile("../../../../docs/" + name + ".json")
		require.NoError(t, err)
		require.NoError(t, judge(published), name)
	}

	pair := ratio.Compare([]float64{3}, []float64{2})
	r := figure.Report{
		Schema: figure.SchemaID, Form: "short", Machine: figure.ThisMachine(),
		Topics: []figure.Topic{{ID: "a", Title: "A", Text: "What A is.", Figures: []figure.Figure{
			figure.Next("next", "ms", pair, &figure.Target{RatioAtMost: 2}), figure.Of("alone", "s", pair.Value, nil),
		}}},
	}
	text, err := r.Encode()
	require.NoError(t, err)
	require.NoError(t, judge(text))
	back, err := figure.Decode(text)
	require.NoError(t, err)
	require.Equal(t, r, back)

	require.Error(t, judge(bytes.Replace(text, []byte(`"met"`), []byte(`"nearly"`), 1)))
	require.Error(t, judge(bytes.Replace(text, []byte(`"ratio":`), []byte(`"ratios":`), 1)))
}

func TestVerdicts(t *testing.T) {
	one := func(v figure.Verdict) figure.Figure { return figure.Figure{Verdict: v} }
	r := figure.Report{Topics: []figure.Topic{
		{Figures: []figure.Figure{one(figure.Met), one("")}},
		{Figures: []figure.Figure{one(figure.Missed), one(figure.Met)}},
	}}
	met, missed := r.Verdicts()
	require.Equal(t, []int{2, 1}, []int{met, missed})
}

// An earlier run is compared by its ratios where there are floors. Figures that
// it lacks are left out.
func TestCompareWith(t *testing.T) {
	report := func(value float64, names ...string) figure.Report {
		r := figure.Report{Revision: "abc", Topics: []figure.Topic{{ID: "a"}}}
		for _, name := range names {
			r.Topics[0].Figures = append(r.Topics[0].Figures,
				figure.Next(name, "ms", ratio.Compare([]float64{value}, []float64{2}), nil),
				figure.Of(name+" alone", "MiB", ratio.Of([]float64{value}), nil))
		}
		return r
	}
	now := report(3, "x", "new")
	now.CompareWith(report(8, "x", "gone"))
	require.Equal(t, "abc", now.Earlier.Revision)
	before := []any{}
	for _, f := range now.Topics[0].Figures {
		if f.Before == nil {
			before = append(before, nil)
		} else {
			before = append(before, *f.Before)
		}
	}
	require.Equal(t, []any{4.0, 8.0, nil, nil}, before)
}
