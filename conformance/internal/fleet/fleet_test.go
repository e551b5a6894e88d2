package fleet_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/fleet"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

var verdicts = []conformance.Verdict{conformance.Passes, conformance.Fails, conformance.Unjudged}

// members are targets of different names, in order.
func members() *rapid.Generator[[]fleet.Member] {
	return rapid.Custom(func(t *rapid.T) []fleet.Member {
		names := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-c"\\<é]{1,4}`), 1, 9, rapid.ID[string]).Draw(t, "names")
		slices.Sort(names)
		var all []fleet.Member
		for _, name := range names {
			m := fleet.Member{
				Name: name, Target: conformance.Target{Kind: "simulated"},
				Verdict: rapid.SampledFrom(verdicts).Draw(t, "verdict"), DurationMS: 1.5, Summary: map[conformance.Status]int{},
			}
			for _, s := range conformance.Statuses {
				m.Summary[s] = rapid.IntRange(0, 3).Draw(t, string(s))
			}
			if m.Verdict == conformance.Fails {
				m.Findings = []fleet.Finding{{Edition: "2016-02-22", ID: "a.b", Level: conformance.Must, Status: conformance.Fail, Message: "\x00 <wrong> ]]>"}}
			}
			all = append(all, m)
		}
		return all
	})
}

// split does what runs with --shard do.
func split(all []fleet.Member, of int) []fleet.Result {
	shards := make([]fleet.Result, of)
	for i := range shards {
		shards[i] = fleet.Result{Version: "v1", Start: time.Unix(int64(i), 0).UTC(), Duration: time.Second, Shard: conformance.Shard{Number: i + 1, Of: of}}
	}
	for i, m := range all {
		shards[i%of].Members = append(shards[i%of].Members, m)
	}
	return shards
}

func TestMergeIsTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := members().Draw(t, "members")
		of := rapid.IntRange(1, 4).Draw(t, "of")
		shards := rapid.Permutation(split(all, of)).Draw(t, "shards")
		merged, err := fleet.Merge(shards)
		require.NoError(t, err)
		require.Equal(t, fleet.Result{Version: "v1", Start: time.Unix(0, 0).UTC(), Duration: time.Duration(of) * time.Second, Members: all}, merged)
		_, err = fleet.Merge(append(shards, shards[0]))
		require.ErrorContains(t, err, "there twice")
		if of > 1 {
			merged, err = fleet.Merge(shards[1:])
			require.NoError(t, err)
			require.NotEqual(t, conformance.Passes, merged.Verdict())
			shards[0].Members = append(shards[0].Members, shards[1].Members...)
			if _, err = fleet.Merge(shards); len(shards[1].Members) > 0 {
				require.ErrorContains(t, err, "was judged in two shards")
			}
		}
	})
}

// Programs get back what was found, in a report that obeys its schema.
func TestJSONIsReadBack(t *testing.T) {
	schema := jsonschema.MustCompileString("fleet.schema.json", string(fleet.Schema))
	rapid.Check(t, func(t *rapid.T) {
		want := fleet.Result{Version: "v1", Start: time.Unix(5, 0).UTC(), Duration: time.Second, Members: members().Draw(t, "members")}
		want.NotRun = rapid.IntRange(0, 2).Draw(t, "not run")
		if rapid.Bool().Draw(t, "sharded") {
			want.Shard = conformance.Shard{Number: 1, Of: 2}
		}
		text, err := fleet.JSON(want)
		require.NoError(t, err)
		var document any
		require.NoError(t, json.Unmarshal(text, &document))
		require.NoError(t, schema.Validate(document))
		got, err := fleet.Read(text)
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
}

func TestReadRefuses(t *testing.T) {
	for _, text := range []string{``, `{}`, `[]`, `{"$schema":"x","targets":[]}`, `{"$schema":"` + fleet.SchemaID + `"}`,
		`{"$schema":"` + fleet.SchemaID + `","targets":[{"name":"a"}]}`,
		`{"$schema":"` + fleet.SchemaID + `","shard":"2/1","targets":[]}`,
	} {
		_, err := fleet.Read([]byte(text))
		require.Error(t, err, text)
	}
}

// CI services and collectors get documents of their own forms, whatever a
// target is called and whatever it sent.
func TestReportsOfAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := fleet.Result{Start: time.Unix(5, 0), Members: members().Draw(t, "members"), Unable: "\x00 no report of shard 1/2"}
		text, err := fleet.JUnit(r)
		require.NoError(t, err)
		var suite struct {
			Cases []struct {
				Failure *struct{} `xml:"failure"`
				Error   *struct{} `xml:"error"`
			} `xml:"testcase"`
			Tests int `xml:"tests,attr"`
		}
		require.NoError(t, xml.Unmarshal(text, &suite))
		require.Equal(t, len(r.Members)+1, suite.Tests)
		require.Len(t, suite.Cases, suite.Tests)
		for i, m := range r.Members {
			require.Equal(t, m.Verdict == conformance.Fails, suite.Cases[i].Failure != nil)
			require.Equal(t, m.Verdict == conformance.Unjudged, suite.Cases[i].Error != nil)
		}
		metrics, err := fleet.OpenMetrics(r)
		require.NoError(t, err)
		require.Equal(t, len(r.Members), strings.Count(string(metrics), "\nsysadm_conformance_passes{target=\""))
		for line := range strings.Lines(string(metrics)) {
			require.Regexp(t, `^(# (TYPE|UNIT|HELP) \S+ .+|# EOF|[a-z_]+(\{target="(\\\\|\\"|\\n|[^"\\\n])*"(,status="[a-z]+")?\})? [0-9.]+)\n$`, line)
		}
	})
}

// Memory is bounded by how many are judged at once, and by what is kept of each.
func TestJudgeBoundsWhatItKeeps(t *testing.T) {
	var now, most atomic.Int64
	names := make([]string, 50)
	for i := range names {
		names[i] = string(rune('A' + i))
	}
	judge := func(_ context.Context, name string) fleet.Member {
		n := now.Add(1)
		defer now.Add(-1)
		for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
		}
		result := conformance.Result{FailOn: conformance.Should, EndError: errors.New("did not end")}
		for range 100 {
			result.Checks = append(result.Checks, conformance.Outcome{
				Check: conformance.Check{Edition: edition.Default, Level: conformance.Must}, Status: conformance.Fail,
			})
		}
		return fleet.Summarize(name, result, nil)
	}
	told := 0
	r := fleet.Judge(t.Context(), names, 3, judge, func(fleet.Member) { told++ })
	require.LessOrEqual(t, most.Load(), int64(3))
	require.Equal(t, 50, told)
	require.Len(t, r.Members, 50)
	for _, m := range r.Members {
		require.Len(t, m.Findings, 20)
		require.Equal(t, 100, m.Summary[conformance.Fail])
		require.Equal(t, "did not end", m.Unable)
		require.Equal(t, conformance.Fails, m.Verdict)
	}
}

// An interrupt leaves targets unjudged, which is told.
func TestJudgeInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	r := fleet.Judge(ctx, []string{"a", "b", "c"}, 1, func(_ context.Context, name string) fleet.Member {
		cancel()
		return fleet.Member{Name: name, Verdict: conformance.Passes}
	}, func(fleet.Member) {})
	require.Equal(t, 2, r.NotRun)
	require.Equal(t, conformance.Unjudged, r.Verdict())
	require.Contains(t, r.String(), "2 targets were not judged")
}
