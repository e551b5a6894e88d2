package page_test

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/figure"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/page"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/ratio"
)

var update = flag.Bool("update", false, "write the tables of docs/performance.md from docs/performance.json")

const docs = "../../../../docs/performance"

// The page and the JSON file have the same results.
func TestPageAndJSONAgree(t *testing.T) {
	text, err := os.ReadFile(docs + ".json")
	require.NoError(t, err)
	r, err := figure.Decode(text)
	require.NoError(t, err)
	written, err := os.ReadFile(docs + ".md")
	require.NoError(t, err)
	want, err := page.Update(written, r)
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile(docs+".md", want, 0o644))
		return
	}
	require.Equal(t, string(want), string(written), "write it with -update")
}

func TestTopic(t *testing.T) {
	pair := ratio.Compare([]float64{1.21, 1.1, 1.3}, []float64{1, 1, 1})
	missed := func(name, why string) figure.Figure {
		return figure.Next(name, "ms", pair, &figure.Target{RatioAtMost: 1.15, Why: why})
	}
	var b bytes.Buffer
	page.Topic(&b, figure.Topic{ID: "request", Title: "One request", Text: "What is asked.", Figures: []figure.Figure{
		missed("one", "It does more."), missed("two", ""), missed("three", "It does more."),
		figure.Of("memory", "MiB", ratio.Of([]float64{12345.6}), &figure.Target{ValueAtMost: 20000}),
		figure.Of("size", "KiB", ratio.Of([]float64{0.0123}), nil),
	}})
	require.Equal(t, `
### One request

What is asked.

|        | unit | runs |  min | median |  p90 | floor | ratio | middle half | target   | verdict    |
|--------|------|-----:|-----:|-------:|-----:|------:|------:|------------:|----------|------------|
| one    | ms   |    3 | 1.10 |   1.21 | 1.28 |  1.00 |  1.21 | 1.16 – 1.25 | ≤ 1.15 × | **missed** |
| two    | ms   |    3 | 1.10 |   1.21 | 1.28 |  1.00 |  1.21 | 1.16 – 1.25 | ≤ 1.15 × | **missed** |
| three  | ms   |    3 | 1.10 |   1.21 | 1.28 |  1.00 |  1.21 | 1.16 – 1.25 | ≤ 1.15 × | **missed** |
| memory | MiB  |    1 |      |  12346 |      |       |       |             | ≤ 20000  | met        |
| size   | KiB  |    1 |      | 0.0123 |      |       |       |             |          |            |

Missed: one; three. It does more.

Missed: two. The reason is not known yet.
`, b.String())
}

func TestTopicThatCouldNotBeMeasured(t *testing.T) {
	var b bytes.Buffer
	page.Topic(&b, figure.Topic{ID: "suite", Title: "The suite", Text: "What is run.", Error: "cannot find sysadm-conformance"})
	require.Equal(t, "\n### The suite\n\nWhat is run.\n\nThis could not be measured: cannot find sysadm-conformance.\n", b.String())
}

func TestUpdate(t *testing.T) {
	const marks = "<!-- What follows is written by make bench FULL=1 -->\n"
	const until = "<!-- until here -->\n"
	r := figure.Report{Form: "full", Machine: figure.Machine{CPU: "a processor", Cores: 2}}
	once, err := page.Update([]byte("before\n"+marks+"old\n"+until+"after\n"), r)
	require.NoError(t, err)
	require.True(t, bytes.HasPrefix(once, []byte("before\n"+marks)))
	require.True(t, bytes.HasSuffix(once, []byte(until+"after\n")))
	require.NotContains(t, string(once), "old")
	require.Contains(t, string(once), "a processor, 2 cores")

	twice, err := page.Update(once, r)
	require.NoError(t, err)
	require.Equal(t, string(once), string(twice))

	for _, broken := range []string{"", marks, until, until + marks} {
		_, err := page.Update([]byte(broken), r)
		require.ErrorContains(t, err, "cannot write the page", "%q", broken)
	}
}
