package fuzz

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A sequence comes back whole from its id and from its file.
func TestIDHoldsTheSequence(t *testing.T) {
	file := filepath.Join(t.TempDir(), "sequence.json")
	rapid.Check(t, func(r *rapid.T) {
		g := Ground{
			Edition: rapid.SampledFrom(edition.Editions).Draw(r, "edition"), WebSocket: true,
			REST: rapid.Bool().Draw(r, "rest"), Simulated: rapid.Bool().Draw(r, "simulated"),
		}
		steps := Generate(g, rapid.Uint64().Draw(r, "seed"), 3, rapid.IntRange(0, 40).Draw(r, "steps"))
		want := Sequence{Edition: g.Edition.Name, Compat: "documented", Steps: steps}
		require.NoError(r, os.WriteFile(file, want.JSON(), 0o600))
		for _, from := range []string{want.ID(), file} {
			got, err := Load(from)
			require.NoError(r, err)
			require.Equal(r, string(want.JSON()), string(got.JSON()))
		}
	})
}

func TestLoadSaysWhatIsWrong(t *testing.T) {
	file := filepath.Join(t.TempDir(), "sequence.json")
	require.NoError(t, os.WriteFile(file, []byte(`{"edition":"2016-02-05","stepps":[]}`), 0o600))
	for from, want := range map[string]string{
		"s1.???":       "cannot read the id",
		"s1.AAAA":      "cannot read the id",
		"s1.":          "cannot read the id",
		file:           `unknown field "stepps"`,
		"no-such":      "cannot read the sequence",
		idPrefix + "A": "cannot read the id",
	} {
		_, err := Load(from)
		require.ErrorContains(t, err, want, from)
	}
}

// The same seed makes the same steps, and another seed others.
func TestGenerateObeysTheSeed(t *testing.T) {
	g := Ground{Edition: edition.Default, WebSocket: true, REST: true, Simulated: true}
	require.Equal(t, Generate(g, 7, 2, 100), Generate(g, 7, 2, 100))
	require.Equal(t, Generate(g, 7, 2, 100)[:50], Generate(g, 7, 2, 50))
	require.NotEqual(t, Generate(g, 7, 2, 100), Generate(g, 8, 2, 100))
	require.NotEqual(t, Generate(g, 7, 2, 100), Generate(g, 7, 3, 100))
}

// On a host that is not simulated nothing is sent that touches more than the
// jails of the run, and nobody logs in wrongly.
func TestGenerateSparesRealHosts(t *testing.T) {
	for _, e := range edition.Editions {
		for _, destructive := range []bool{false, true} {
			sparesRealHosts(t, Ground{Edition: e, WebSocket: true, REST: true, Destructive: destructive})
		}
	}
}

func sparesRealHosts(t *testing.T, g Ground) {
	made := map[any]int{}
	for _, s := range Generate(g, 1, 1, 5000) {
		require.Empty(t, s.As)
		require.NotEqual(t, "rpc/auth_token", s.Class)
		a, _ := s.Args.(args)
		action, _ := a["action"].(string)
		made[action]++
		require.NotContains(t, []string{"activatepool", "deactivatepool", "cleanjails", "cleanreleases", "cleantemplates", "cleanall", "fetchreleases", "createplugin"}, action)
		if !g.Destructive {
			require.NotContains(t, []string{"createjail", "clonejail", "destroyjail", "startjail", "stopjail", "execjail", "capjail"}, action)
		}
		if props, given := a["props"].(string); given {
			require.Contains(t, props, "tag={prefix}")
		}
	}
	require.Equal(t, g.Destructive && g.Edition.Offers("createjail"), made["createjail"] > 0)
	require.Positive(t, made["listjails"])
}

func FuzzLoad(f *testing.F) {
	f.Add("s1.AAAA")
	f.Add(Sequence{Edition: "2016-02-22", Compat: "documented", Steps: Generate(Ground{Edition: edition.Default, WebSocket: true}, 1, 1, 5)}.ID())
	f.Fuzz(func(t *testing.T, id string) {
		q, err := Load(idPrefix + id)
		if err == nil {
			again, err := Load(q.ID())
			require.NoError(t, err)
			require.Equal(t, string(q.JSON()), string(again.JSON()))
		}
	})
}
