package conformancetest_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Another module judges a server with the lines of the documents, from the
// module cache alone.
func TestAnotherModule(t *testing.T) {
	m := newModule(t)

	t.Run("a right server passes", func(t *testing.T) {
		out, passed := m.test("-test.run", "TestSysadm")
		require.True(t, passed, out)
		require.Greater(t, len(ended(out, "PASS")), 150)
		require.Contains(t, ended(out, "SKIP"), "TestSysadm/2016-02-22/startjail.starts.rest")
		require.Contains(t, out, "changes the host: allow it with --destructive", "a skip has its reason")
	})

	t.Run("only what -run selects is run", func(t *testing.T) {
		out, passed := m.goTest("-run", "TestFresh/2016-02-05/startjail.*")
		require.True(t, passed, out)
		names := ended(out, "PASS")
		require.NotEmpty(t, names)
		for _, name := range names {
			require.Regexp(t, `^TestFresh/2016-02-05/.*startjail`, name)
		}
		require.NotContains(t, out, "listjails")
	})

	t.Run("a wrong server fails, with the finding", func(t *testing.T) {
		m := m
		m.env = append(m.env, "COMPAT=reference")
		out, passed := m.test("-test.run", "TestSysadm/2016-02-22/(error|auth).*")
		require.False(t, passed)
		require.Contains(t, ended(out, "FAIL"), "TestSysadm/2016-02-22/error.strict")
		require.Contains(t, out, "FAIL SHOULD error.strict [2016-02-22]")
		require.Contains(t, out, "at           /args/code")
		require.Contains(t, out, `reproduce    go test -run '^TestSysadm$/^2016-02-22$/^error\.strict$'`)
		require.NotEmpty(t, ended(out, "PASS"), "the others are run, too")

		out, passed = m.test("-test.failfast", "-test.run", "TestSysadm/2016-02-22/error.*")
		require.False(t, passed)
		require.Len(t, ended(out, "FAIL"), 1)

		out, passed = m.test("-test.run", "TestMay/2016-02-22/error.strict$")
		require.True(t, passed, out)
		require.Contains(t, out, "this failure does not count")
	})

	t.Run("what cannot be judged is no success", func(t *testing.T) {
		for args, want := range map[string]string{
			"TestSysadm/2016-02-22/nosuch":                "cannot judge: no check was selected",
			"TestSysadm/2016-02-22/startjail.starts.rest": "cannot judge: every check that was selected is skipped",
			"TestNoServer": "cannot reach the server",
		} {
			out, passed := m.test("-test.run", args)
			require.False(t, passed, args)
			require.Contains(t, out, want)
		}
	})
}
