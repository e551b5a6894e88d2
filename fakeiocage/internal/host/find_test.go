package host_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// jailed are names that are in part equal to each other and to the pool's.
var jailed = []string{"a", "b", "aa", "tank", "www.example.com", "ta", "A", "a/data", "b|a", "ab", "x-1", "x-11", "none"}

// asked are names to look up: parts of the names above, and expressions.
var asked = append([]string{"a.", ".a", "a*", "*", "[ab]", "[a", "(a)b", "(a", "a)", "a|b", `a\`, `\.com`, "a{1}", "a+", "^tank", "a$", "x-?1",
	".*com", "[[:alpha:]]b", "10.2-RELEASE", "2-RELEASE", "data", "jails/a", "ALL", "default", "-x", "", "é", "É"}, jailed...)

// Lookups by index find what a walk over all datasets finds.
func TestFindIsAWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, p := newHost()
		for _, name := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"a1", "b", "cA", "d-b", "ea", "é"}), rapid.ID[string]).Draw(t, "jails") {
			j := &host.Jail{Name: name, Data: rapid.Bool().Draw(t, "data"), Bare: rapid.Bool().Draw(t, "bare")}
			p.Add(rapid.SampledFrom([]string{host.JailsPlace, host.TemplatesPlace}).Draw(t, "place"), j)
			j.Set("tag", rapid.SampledFrom(jailed).Draw(t, "tag"))
		}
		name := rapid.SampledFrom(asked).Draw(t, "name")
		var said, walkedSaid heard
		found, _ := p.Find(name, said.say)
		walked := walk(p, name, walkedSaid.say)
		require.Equal(t, walked, found, "%q", name)
		require.Equal(t, walkedSaid, said, "%q", name)
	})
}

// walk is Find in the original's way.
func walk(p *host.Pool, name string, say host.Say) (found []*host.Jail) {
	switch {
	case name == "ALL":
		return p.Candidates()
	case name == "default":
		return p.In(host.DefaultsPlace)
	case strings.HasPrefix(name, "-"):
		say.To(host.NotACommand)
		return nil
	}
	pattern, err := regexp.CompilePOSIX(strings.ToLower(name) + "$")
	for _, j := range p.Candidates() {
		dataset := strings.ToLower(j.Dataset())
		switch {
		case j.Raw("tag") == name || j.Raw("host_hostuuid") == name:
			return one(append(found, j), name, say)
		case err != nil && (strings.ContainsAny(name, "([") || strings.Contains(name, ")")):
			say.To(host.Raw)
		case err == nil && (pattern.MatchString(dataset) || j.Data && pattern.MatchString(dataset+"/data")):
			found = append(found, j)
		}
	}
	return one(found, name, say)
}

func one(found []*host.Jail, name string, say host.Say) []*host.Jail {
	if len(found) > 1 {
		say.To(host.Ambiguous, name)
		return nil
	}
	return found
}
