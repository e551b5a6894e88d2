package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// The simulated iocage is the one whose output the documents of the edition
// show, unless the environment names another.
func TestDialectFollowsTheEdition(t *testing.T) {
	seed, err := ownSeed(defaultSeed)
	require.NoError(t, err)
	host, err := fakeiocage.NewHost(seed)
	require.NoError(t, err)
	defer func() { require.NoError(t, host.Close()) }()

	version := func(ed edition.Edition, named string) string {
		r := newRunner(host, ed, func(string) string { return named })
		out, err := r.Run(t.Context(), "--version")
		require.NoError(t, err)
		return string(out.Stdout)
	}
	for _, ed := range edition.Editions {
		require.Equal(t, ed.Dialect.Version+"\n", version(ed, ""), ed.Name)
	}
	require.Equal(t, edition.Default.Dialect.Version+"\n", version(edition.Edition{}, ""))
	older := edition.Dialects[0]
	require.Equal(t, older.Version+"\n", version(edition.Default, older.Name))
}
