package metrics_test

import (
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/server/internal/metrics"
	"github.com/sysadm-go/sysadm/server/internal/metrics/metricstest"
)

func written(t require.TestingT, r *metrics.Registry) string {
	var b strings.Builder
	_, err := r.WriteTo(&b)
	require.NoError(t, err)
	return b.String()
}

func TestText(t *testing.T) {
	r := &metrics.Registry{}
	r.Counter("a_total", "Things.").Add()
	c := r.Counter("b_total", "Things\nof a \\ kind.", "kind", "size")
	c.Add("x", "big")
	c.Add("x", "big")
	c.Add(`quoted "\`+"\n", "\xff")
	r.Counter("c_total", "None.")
	r.Gauge("d", "Now.", func() float64 { return math.Inf(1) })
	r.GaugeBy("e", "Each.", "of", map[string]func() float64{"two": func() float64 { return 2 }, "one": func() float64 { return .5 }})
	r.Info("f", "What it is.", []string{"version"}, []string{"v1"})
	h := r.Histogram("g_seconds", "Long.", []float64{.25, 1}, "what")
	for _, took := range []time.Duration{125, 250, 500, 1000, 4000} {
		h.Observe(took*time.Millisecond, "x")
	}
	r.Histogram("h_seconds", "Alone.", []float64{1}).Observe(2 * time.Second)
	r.CounterFunc("i_total", "Asked.", func() float64 { return 3 })
	text := written(t, r)
	require.Equal(t, `# HELP a_total Things.
# TYPE a_total counter
a_total 1
# HELP b_total Things\nof a \\ kind.
# TYPE b_total counter
b_total{kind="quoted \"\\\n",size="`+"\uFFFD"+`"} 1
b_total{kind="x",size="big"} 2
# HELP c_total None.
# TYPE c_total counter
c_total 0
# HELP d Now.
# TYPE d gauge
d +Inf
# HELP e Each.
# TYPE e gauge
e{of="one"} 0.5
e{of="two"} 2
# HELP f What it is.
# TYPE f gauge
f{version="v1"} 1
# HELP g_seconds Long.
# TYPE g_seconds histogram
g_seconds_bucket{what="x",le="0.25"} 2
g_seconds_bucket{what="x",le="1"} 4
g_seconds_bucket{what="x",le="+Inf"} 5
g_seconds_sum{what="x"} 5.875
g_seconds_count{what="x"} 5
# HELP h_seconds Alone.
# TYPE h_seconds histogram
h_seconds_bucket{le="1"} 0
h_seconds_bucket{le="+Inf"} 1
h_seconds_sum 2
h_seconds_count 1
# HELP i_total Asked.
# TYPE i_total counter
i_total 3
`, text)
	_, err := metricstest.Parse(text)
	require.NoError(t, err)
}

// The tests' own parser rejects what Prometheus could not read.
func TestParserRefuses(t *testing.T) {
	head := "# HELP a A.\n# TYPE a histogram\n"
	for _, bad := range []string{
		"", "a 1\n", "# HELP a A.\n# TYPE b gauge\n", "# HELP a A.\n# TYPE a gauge\nb 1\n", "# HELP a A.\n# TYPE a gauge\na 1\na 2\n",
		"# HELP a A.\n# TYPE a gauge\na one\n", "# HELP a A.\n# TYPE a gauge\na{b=\"\n\"} 1\n", "# HELP a A.\n# TYPE a gauge\na{b=\"x\"c=\"y\"} 1\n",
		"# HELP a A.\n# TYPE a gauge\na{b=\"x\",b=\"y\"} 1\n", "# HELP a A.\n# TYPE a counter\na -1\n",
		"# HELP a A.\n# TYPE a gauge\na 1\n# HELP a A.\n", "# HELP a A.\n# TYPE a gauge\na 1",
		head + "a_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\n", head + "a_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 2\n",
		head + "a_bucket{le=\"2\"} 1\na_bucket{le=\"1\"} 1\n", head + "a_bucket 1\n", head + "a_other 1\n",
	} {
		_, err := metricstest.Parse(bad)
		require.Error(t, err, bad)
	}
}

// For any values of labels, the text can be parsed and is complete.
func TestAnyLabels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := &metrics.Registry{}
		c := r.Counter("c_total", "C.", "a", "b")
		values := rapid.SliceOf(rapid.String()).Draw(t, "values")
		for _, v := range values {
			c.Add(v, "x")
		}
		samples, err := metricstest.Parse(written(t, r))
		require.NoError(t, err)
		sum := 0.0
		for _, n := range samples {
			sum += n
		}
		require.Equal(t, float64(len(values)), sum)
	})
}

func TestManyAtOnce(t *testing.T) {
	r := &metrics.Registry{}
	c, h := r.Counter("c_total", "C.", "of"), r.Histogram("h_seconds", "H.", metrics.Seconds, "of")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				c.Add("x")
				h.Observe(time.Second, "x")
				_ = written(t, r)
			}
		})
	}
	wg.Wait()
	samples, err := metricstest.Parse(written(t, r))
	require.NoError(t, err)
	require.Equal(t, 800.0, samples[`c_total{of="x"}`])
	require.Equal(t, 800.0, samples[`h_seconds_count{of="x"}`])
}
