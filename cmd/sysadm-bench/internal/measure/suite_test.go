package measure

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReportWithoutChecks(t *testing.T) {
	_, err := checksIn([]byte(`{"checks":[]}`))
	require.EqualError(t, err, "cannot measure the suite: its report has no checks")
	_, err = checksIn(nil)
	require.ErrorContains(t, err, "cannot read the report of the suite: unexpected end")
	checks, err := checksIn([]byte(`{"checks":[{},{}]}`))
	require.NoError(t, err)
	require.Equal(t, 2.0, checks)
}
