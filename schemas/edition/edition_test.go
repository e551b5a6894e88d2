package edition_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

func TestFind(t *testing.T) {
	e, err := edition.Find("2016-02-01")
	require.NoError(t, err)
	require.True(t, e.Offers("listjails"))
	require.False(t, e.Offers("startjail"), "startjail was documented four days later")

	_, err = edition.Find("2015")
	require.EqualError(t, err, `unknown edition "2015": use one of 2016-02-01, 2016-02-05, 2016-02-22, 2017-06-05`)
}

func TestFindCompatAndDialect(t *testing.T) {
	c, err := edition.FindCompat("reference")
	require.NoError(t, err)
	require.True(t, c.CutValues)

	_, err = edition.FindCompat("strict")
	require.EqualError(t, err, `unknown compat "strict": use one of documented, reference`)

	d, err := edition.FindDialect("shell-2016-02-01")
	require.NoError(t, err)
	require.Equal(t, edition.DefaultDialect, d)

	_, err = edition.FindDialect("perl")
	require.ErrorContains(t, err, "unknown dialect")
}

func TestEditionsGrow(t *testing.T) {
	for i := 1; i < len(edition.Editions); i++ {
		older, newer := edition.Editions[i-1], edition.Editions[i]
		require.Less(t, older.Name, newer.Name, "oldest first")
		if newer.Dialect.Python == older.Dialect.Python {
			require.Subset(t, newer.Actions, older.Actions)
		}
	}
}

func TestTellsPool(t *testing.T) {
	for _, e := range edition.Editions {
		require.Equal(t, e.Offers("activatepool"), e.Offers(e.TellsPool), e.Name)
	}
}

func TestDefault(t *testing.T) {
	require.Equal(t, "2016-02-22", edition.Default.Name)
	require.Len(t, edition.Default.Actions, 17)
	require.True(t, edition.Default.Dialect.GetAllPrintsZFS, "its documents show the 115 properties")
}
