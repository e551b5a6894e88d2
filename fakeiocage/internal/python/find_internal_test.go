package python

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// Whatever jails there are, a word stands for the same ones among the suspects
// as among all.
func TestSuspectsAreEnough(t *testing.T) {
	tags := rapid.SampledFrom([]string{"www", "ww", "none", "n", "", "abc", "abc (template)", "www (template)", "x (template)", "ALL"})
	uuids := rapid.SampledFrom([]string{"abc", "abcd", "b", "none", "nope", "www", "ALL"})
	words := rapid.SampledFrom([]string{"", "a", "ab", "abc", "abcd", "b", "n", "no", "none", "none (template)", "w", "ww", "www", "www (template)", "abc (template)", "x (template)", " (template)", "ALL", "z"})
	rapid.Check(t, func(t *rapid.T) {
		h := &host.Host{Machine: host.Machine{Uname: "11.0-RELEASE"}, Pools: []*host.Pool{host.NewPool("tank")}}
		h.Link()
		if rapid.Bool().Draw(t, "indexed") {
			h.Index()
		}
		p := h.Pools[0]
		places := rapid.SampledFrom([]string{host.JailsPlace, host.TemplatesPlace, host.ReleasesPlace})
		for _, uuid := range rapid.SliceOfDistinct(uuids, rapid.ID[string]).Draw(t, "jails") {
			j := &host.Jail{Name: uuid, Bare: rapid.IntRange(0, 9).Draw(t, "bare") == 0}
			j.Props.Set("tag", tags.Draw(t, "tag"))
			if rapid.IntRange(0, 3).Draw(t, "renamed") == 0 {
				j.Props.Set("host_hostuuid", uuids.Draw(t, "uuid"))
			}
			p.Add(places.Draw(t, "place"), j)
		}
		word := words.Draw(t, "word")
		all, err := namedJails(p)
		some, err2 := suspects(p, word)
		require.Equal(t, err, err2)
		require.Equal(t, textsOf(match(all, word)), textsOf(match(some, word)), "%q", word)
	})
}

func textsOf(found []named) (texts []string) {
	for _, j := range found {
		texts = append(texts, j.Dataset()+" "+j.name)
	}
	return texts
}
