package conformance

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

func TestSelection(t *testing.T) {
	for name, c := range map[string]struct {
		o    Options
		want []string
	}{
		"an id":               {Options{Run: []string{"query.shape.rest"}}, []string{"2016-02-05/query.shape.rest", "2016-02-22/query.shape.rest"}},
		"an id of an edition": {Options{Run: []string{"2016-02-22/query.shape.rest"}}, []string{"2016-02-22/query.shape.rest"}},
		"less another":        {Options{Run: []string{"query.shape.*"}, Skip: []string{"2016-02-05/*", "*.rest"}}, []string{"2016-02-22/query.shape.websocket"}},
		"by level":            {Options{Run: []string{"2016-02-22/startjail.jid.*", "2016-02-22/startjail.starts.*"}, Levels: []Level{May}}, []string{"2016-02-22/startjail.jid.websocket", "2016-02-22/startjail.jid.rest"}},
		"by section":          {Options{Run: []string{"*/startjail.starts.rest", "*/stopjail.stops.rest"}, Sections: []string{`"Stop a Jail"*`}}, []string{"2016-02-05/stopjail.stops.rest", "2016-02-22/stopjail.stops.rest"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, edition2016 := range []string{"2016-02-05", "2016-02-22"} {
				e, err := edition.Find(edition2016)
				require.NoError(t, err)
				c.o.Editions = append(c.o.Editions, e)
			}
			checks, err := List(c.o)
			require.NoError(t, err)
			var got []string
			for _, one := range checks {
				got = append(got, one.Edition.Name+"/"+one.ID)
			}
			require.Equal(t, c.want, got)
		})
	}
}

func TestUnmatchedOffersWhatIsSimilar(t *testing.T) {
	_, err := List(Options{Run: []string{"startjial.starts"}})
	var unmatched *UnmatchedError
	require.ErrorAs(t, err, &unmatched)
	require.Contains(t, unmatched.Similar, "startjail.starts.rest")
	_, err = List(Options{Run: []string{"nothing of this kind at all"}})
	require.ErrorAs(t, err, &unmatched)
	require.Empty(t, unmatched.Similar)
}
