package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/report"
)

func TestHumanReportHasNoControlCharacters(t *testing.T) {
	var b strings.Builder
	report.Text(&b, false, resultOf(outcome(conformance.Must, conformance.Fail, anyBytes)), time.Second)
	require.NotContains(t, b.String(), "\x1b")
	require.NotContains(t, b.String(), "\x00")
	require.Contains(t, b.String(), "FAIL MUST a.b")
}
